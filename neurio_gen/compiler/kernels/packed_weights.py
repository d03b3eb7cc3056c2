"""Weights of four bits: what layers with them share."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.kernel import Site

Array = npt.NDArray[Any]
_MOST = 1 << 16
"""Weights of a filter: sums of 16 times their products have room in 32 bits."""


def int4_problems(site: Site) -> list[str]:
    """What is in the way of weights that stay in four bits."""
    weights = site.input(1)
    if not weights.int4:
        return ["its weights are not int4"]
    size = weights.elements // max(weights.shape[0], 1)
    return [] if size < _MOST else [f"a filter has {size:,} weights, supported are {_MOST - 1:,}"]


def padded(rows: Array, step: int) -> Array:
    """Rows of codes with zeros behind them, so that their length is a multiple of `step`."""
    return np.pad(rows, ((0, 0), (0, -rows.shape[1] % step)))


def pairs(low: Array, high: Array) -> npt.NDArray[np.uint8]:
    """Bytes of two codes in [-8, 7] each."""
    return np.asarray((low.astype(np.uint8) & 0xF) | (high.astype(np.uint8) & 0xF) << 4, np.uint8)


def packed(rows: Array) -> npt.NDArray[np.uint8]:
    """Codes [rows][columns], neighbours in a byte; each row begins with a byte."""
    even = padded(rows, 2)
    return pairs(even[:, ::2], even[:, 1::2])
