"""Folders of a person's home that tools write to, and what leads tools elsewhere without one."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def can_write(folder: Path) -> bool:
    """Whether files can be made in `folder`, which may have to be made first."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def platformio_variables(fallback: Path) -> dict[str, str]:
    """Variables that lead PlatformIO to a core folder below `fallback`.

    None where its own can be written, or where the environment names one.
    """
    if "PLATFORMIO_CORE_DIR" in os.environ or can_write(Path.home() / ".platformio"):
        return {}
    return {"PLATFORMIO_CORE_DIR": str(fallback.resolve() / "platformio")}


def zig_variables(fallback: Path) -> dict[str, str]:
    """Variables that lead Zig to a cache below `fallback`; none where its own can be written."""
    if "ZIG_GLOBAL_CACHE_DIR" in os.environ or can_write(platformdirs.user_cache_path("zig")):
        return {}
    return {"ZIG_GLOBAL_CACHE_DIR": str(fallback.resolve() / "zig")}
