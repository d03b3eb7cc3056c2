"""What the x86-64 kernels share: blocks of 16 filters, and how accumulators become codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.compiler.kernels.requantisation import Requantisation

Array = npt.NDArray[Any]

LANES = 16
"""Filters or channels of a vector."""
SLACK = 16
"""Bytes behind an image that the last vector may reach."""


def scaling_problems(scaling: Requantisation) -> list[str]:
    """Factors of 1 and more: the kernels only shift to the right."""
    if int(scaling.shifts.max()) > 0:
        return ["its output scale is smaller than an accumulator's"]
    return []


def padded(values: Array, axis: int, multiple: int) -> Array:
    """An axis filled up with zeros to a multiple."""
    missing = [(0, 0)] * values.ndim
    missing[axis] = (0, -values.shape[axis] % multiple)
    return np.pad(values, missing)


def set_scaling(
    builder: ParameterBuilder, scaling: Requantisation, biases: Array, sums: Array, first: int
) -> ParameterBuilder:
    """Append `bias`, `multipliers` and `exponents`, filled up to whole blocks.

    `sums` are those of each filter's weights; the biases take inputs that are `first` where the
    codes are -128.
    """
    offset = scaling.input_offset - 128 - first
    folded = biases.astype(np.int64) + offset * sums.astype(np.int64)
    multipliers = np.broadcast_to(scaling.multipliers, len(biases))
    exponents = -np.broadcast_to(scaling.shifts, len(biases))
    for name, values in (("bias", folded), ("multipliers", multipliers), ("exponents", exponents)):
        builder.array(name, "int32_t", padded(values, 0, LANES).astype(np.int32), alignment=16)
    return builder
