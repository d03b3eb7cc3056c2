"""An input of a model that is trained elsewhere, as calibration data is to fit it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelInput:
    """An input of a model: `shape` is without the batch, `dtype` as NumPy names it."""

    name: str
    shape: tuple[int, ...]
    dtype: str
