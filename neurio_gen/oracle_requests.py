"""What the process in which TFLite Micro runs is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Load:
    """Load a model in the place of the last one; the answer is None."""

    tflite: bytes
    name: str


@dataclass(frozen=True)
class Reset:
    """Give the loaded model its first state; the answer is None."""


@dataclass(frozen=True, eq=False)
class Invoke:
    """Run the loaded model; the answer is a list of arrays, its outputs."""

    inputs: tuple[npt.NDArray[Any], ...]
