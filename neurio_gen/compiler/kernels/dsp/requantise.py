"""What can be known of a layer's accumulators and factors before it runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.requantisation import Requantisation

Array = npt.NDArray[Any]


def is_one_sided(scaling: Requantisation) -> bool:
    """Whether the activation clamps all that lies below the output's zero point."""
    return scaling.activation_min >= scaling.output_offset


def right_shifts(scaling: Requantisation) -> Array:
    """The shifts to the right, int64; 1 where a factor is 0. Negative ones are to the left."""
    shifts: Array = np.where(scaling.multipliers == 0, 1, -scaling.shifts.astype(np.int64))
    return shifts


def accumulator_bounds(weights: Array, bias: Array) -> tuple[Array, Array]:
    """Smallest and largest accumulator of each output channel over all int8 inputs, int64.

    `weights` is [channels][taps], `bias` [channels] with the input's zero point folded in.
    """
    wide = weights.astype(np.int64)
    low = np.minimum(wide * -128, wide * 127).sum(axis=1) + bias
    high = np.maximum(wide * -128, wide * 127).sum(axis=1) + bias
    return low, high


def folded_bias(weights: Array, bias: Array, input_offset: int) -> Array:
    """The bias plus the input offset times each channel's weights, int64."""
    folded: Array = bias.astype(np.int64) + input_offset * weights.astype(np.int64).sum(axis=1)
    return folded
