"""The vocabularies of a result. They appear as they are in the JSON documents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

TimeBase = Literal["silicon", "instruction-count", "host-clock"]
"""What the device's microseconds are: a chip's clock, counted instructions, a host's clock."""

Weights = Literal["mlcommons", "random", "trained", "package", "file", "uncalibrated"]
"""Where the weights come from: official files, a seeded generator, training here, a package on
PyPI, a user's file, or a user's file that was quantised here with random inputs, so that its
outputs mean nothing.
"""

Status = Literal["ok", "failed", "unsupported", "does-not-fit"]
"""How a benchmark ended."""

Arithmetic = Literal["integer", "float32", "mixed"]
"""What a model computes in: codes of quantised numbers, float32, or both."""

Mode = Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
"""What was done with it: build, verify, performance, accuracy, energy, profile, or what a mode from
outside is called."""

RANDOM_WEIGHTS = (
    "Random weights: outputs mean nothing. Costs depend on weights through dead channels, which "
    "stand-ins of official models share."
)
"""What is said wherever results of random weights are shown."""

WITHIN = (
    "within X: float32; outputs are not exact, and differ from TFLite Micro's by at most X of an "
    "output's range."
)
"""What is said wherever results of float32 models with a tolerance are shown."""

UNCALIBRATED = (
    "uncalibrated: quantised with random inputs, for timing only; outputs mean nothing without "
    "--calibrate."
)
"""What is said wherever results of such models are shown."""
