"""Host half of firmware/kernels/dsp/requantise.h: addends, shifts and what must hold for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.requantisation import Requantisation

MAXIMUM_SHIFT = 22
"""zero_point * 2^shift plus the scaled accumulator must fit in 32 bits."""


def is_one_sided(scaling: Requantisation) -> bool:
    """Whether the activation clamps all that lies below the output's zero point."""
    return scaling.activation_min >= scaling.output_offset


def addends(scaling: Requantisation) -> npt.NDArray[Any]:
    """Half of the second rounding plus the output's zero point, int32, one per multiplier."""
    shifts = right_shifts(scaling)
    half = np.where(shifts > 0, 1 << np.maximum(shifts - 1, 0), 0)
    values: npt.NDArray[Any] = (half + scaling.output_offset * (1 << shifts)).astype(np.int32)
    return values


def right_shifts(scaling: Requantisation) -> npt.NDArray[Any]:
    """The shifts to the right, int64, in [0, 31]; those of channels with a factor of 0 are 1."""
    shifts: npt.NDArray[Any] = np.where(
        scaling.multipliers == 0, 1, -scaling.shifts.astype(np.int64)
    )
    return shifts


def shift_problems(scaling: Requantisation) -> list[str]:
    """The factors are below 1 and not too small; two-sided ones are below a half."""
    shifts = right_shifts(scaling)
    lowest = 0 if is_one_sided(scaling) else 1
    if shifts.min() < lowest:
        return [f"a requantisation factor is {2.0**-lowest} or more"]
    if shifts.max() > MAXIMUM_SHIFT:
        return [f"a requantisation factor is below 2^-{MAXIMUM_SHIFT + 1}"]
    return []


def accumulator_bounds(
    weights: npt.NDArray[Any], bias: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Smallest and largest accumulator of each output channel over all int8 inputs, int64.

    `weights` is [channels][taps], `bias` [channels] with the input's zero point folded in.
    """
    wide = weights.astype(np.int64)
    low = np.minimum(wide * -128, wide * 127).sum(axis=1) + bias
    high = np.maximum(wide * -128, wide * 127).sum(axis=1) + bias
    return low, high


def folded_bias(
    weights: npt.NDArray[Any], bias: npt.NDArray[Any], input_offset: int
) -> npt.NDArray[Any]:
    """The bias plus the input offset times each channel's weights, int64."""
    folded: npt.NDArray[Any] = bias.astype(np.int64) + input_offset * weights.astype(np.int64).sum(
        axis=1
    )
    return folded
