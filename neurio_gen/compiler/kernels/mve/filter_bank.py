"""The packed filters that `mve_dot_products_s8` reads as one stream."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.compiler.kernels.requantisation import Requantisation

Array = npt.NDArray[Any]

LANES = 16
"""Elements of an int8 vector."""
_BLOCK = 4
"""Filters that are multiplied at once."""


def steps(depth: int) -> int:
    """Vectors of 16 elements that hold `depth` elements."""
    return -(-depth // LANES)


def requantisation_problems(scaling: Requantisation) -> list[str]:
    """What the vector requantisation does not support: factors of 1 and more."""
    if int(scaling.shifts.max()) > 0:
        return ["its output scale is smaller than an accumulator's"]
    return []


def is_two_sided(scaling: Requantisation) -> bool:
    """Whether outputs below the zero point survive the activation, so their ties matter."""
    return scaling.activation_min < scaling.output_offset


def is_full_range(scaling: Requantisation) -> bool:
    """Whether saturation to int8 is all that the activation does."""
    return (scaling.activation_min, scaling.activation_max) == (-128, 127)


def folded_bias(bias: Array, weights: Array, scaling: Requantisation) -> Array:
    """Biases of filters [filters][depth] that see codes instead of codes minus the zero point."""
    sums = weights.astype(np.int64).sum(axis=1)
    folded: Array = (bias.astype(np.int64) + scaling.input_offset * sums).astype(np.int32)
    return folded


def add_filter_bank(
    builder: ParameterBuilder, weights: Array, bias: Array, scaling: Requantisation, note: str
) -> None:
    """Append the fields of a `MveFilterBank` of int8 filters [filters][depth].

    `bias` is what `folded_bias` makes.
    """
    filters, depth = weights.shape
    builder.set(
        steps=steps(depth),
        filters=filters,
        output_offset=scaling.output_offset,
        activation_min=scaling.activation_min,
        activation_max=scaling.activation_max,
        form=_form(scaling, filters),
    )
    multipliers = np.broadcast_to(scaling.multipliers, filters)
    shifts = np.broadcast_to(scaling.shifts, filters)
    packed = _pack(weights, bias, multipliers, shifts)
    builder.array("packed", "int32_t", packed, alignment=16, note=note)


def _form(scaling: Requantisation, filters: int) -> str:
    """The enumerator of the form that is exact."""
    if not is_full_range(scaling) or filters < _BLOCK:
        return "MveForm::kClamped"
    return "MveForm::kTwoSided" if is_two_sided(scaling) else "MveForm::kOneSided"


def _pack(weights: Array, bias: Array, multipliers: Array, shifts: Array) -> Array:
    """The blocks as int32 words: biases, int8 weights [step][filter][16], multipliers, shifts."""
    depth = weights.shape[1]
    padded = np.zeros((len(weights), steps(depth) * LANES), np.int8)
    padded[:, :depth] = weights
    interleaved = blocks(padded).reshape(-1, _BLOCK, steps(depth), LANES).transpose(0, 2, 1, 3)
    words = np.ascontiguousarray(interleaved).reshape(len(interleaved), -1).view("<i4")
    return np.concatenate([blocks(bias), words, blocks(multipliers), blocks(shifts)], axis=1)


def blocks(values: Array) -> Array:
    """[filters]... as [blocks][4]...: the last block holds the last four.

    Fewer than four are filled up with zeros.
    """
    count = len(values)
    if count < _BLOCK:
        missing = [(0, _BLOCK - count)] + [(0, 0)] * (values.ndim - 1)
        values, count = np.pad(values, missing), _BLOCK
    starts = [*range(0, count - _BLOCK + 1, _BLOCK)]
    if count % _BLOCK:
        starts.append(count - _BLOCK)
    return np.stack([values[start : start + _BLOCK] for start in starts])
