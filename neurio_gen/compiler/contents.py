"""Constants of a .tflite as arrays."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.graph import DType


def array_of(
    raw: npt.NDArray[np.uint8], dtype: DType, shape: tuple[int, ...], name: str
) -> npt.NDArray[Any]:
    """A constant, a view of its bytes where that can be. Raises ValueError for other sizes."""
    if raw.size != prod(shape) * dtype.itemsize:
        raise ValueError(f"tensor {name!r} has {raw.size} bytes for the shape {shape}")
    if dtype == DType.BOOL:
        return np.asarray(raw != 0).reshape(shape)
    values = raw.view(np.dtype(dtype.value).newbyteorder("<"))
    native = values.astype(dtype.value, copy=False)
    return np.asarray(np.require(native, requirements="A")).reshape(shape)


def unpacked(raw: npt.NDArray[np.uint8], elements: int) -> npt.NDArray[np.uint8]:
    """The int8 codes of int4 ones, two in a byte, the low half first."""
    halves = np.stack([raw & 0xF, raw >> 4], axis=-1).reshape(-1)
    if halves.size - elements not in (0, 1):
        raise ValueError(f"{raw.size} bytes are not {elements} int4 codes")
    return ((halves[:elements] ^ 8) - 8).astype(np.uint8)
