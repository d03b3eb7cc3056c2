"""The harness' sources as a program without profiling links them."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.resources import firmware_dir

PROFILE_ONLY = {"layers.cc"}
"""Needs a cycle counter; in an image it comes from a library, and only where it is called."""


def harness_sources() -> list[Path]:
    """All sources of the harness that every image has."""
    found = sorted((firmware_dir() / "harness").glob("*.cc"))
    return [path for path in found if path.name not in PROFILE_ONLY]


def linked_as_the_native_image() -> list[str]:
    """Options of the linker that the harness relies on: where its build id lies."""
    script = firmware_dir() / "bsp" / "native" / "build_id.ld"
    return ["-Wl,--build-id=sha1", f"-Wl,-T,{script}"]
