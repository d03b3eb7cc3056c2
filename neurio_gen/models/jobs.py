"""What the processes in which TensorFlow runs are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True)
class BuildJob:
    """Build a model and convert it; the files `tflite` and `facts` come of it, the latter last.

    `builder` is `package.module:function` or `path/to/file.py:function`.
    """

    label: str
    builder: str
    arguments: Mapping[str, Any]
    seed: int
    tflite: Path
    facts: Path


@dataclass(frozen=True, eq=False)
class InterpretJob:
    """Run a model on each of `samples`, which hold one array an input; outputs likewise."""

    label: str
    tflite: bytes
    samples: list[list[npt.NDArray[Any]]]


@dataclass(frozen=True)
class YieldJob:
    """Take all models that a function yields into `folder`, and what was taken into its manifest.

    `builder` is `package.module:function` or `path/to/file.py:function`.
    """

    label: str
    builder: str
    seed: int
    folder: Path
