"""The packed filters that the functions of `mve_dot_products_s8` read as one stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.compiler.kernels.requantisation import Requantisation
from neurio_gen.compiler.plan import Part, Rows

Array = npt.NDArray[Any]

LANES = 16
"""Elements of an int8 vector."""
_BLOCK = 4
"""Filters that are multiplied at once."""
_MOST_FILTERS = 2**14
_NARROW_GROUP = 4
"""Vectors that pairs of filters are multiplied with at once."""
_NARROW_SHAPES = ((1, 6), (1, 8), (1, 16), (1, 32), (2, 9), (2, 18), (2, 32))
"""Vectors of 16 an input vector has, and its pitch, that there is narrow code for."""


@dataclass(frozen=True)
class Vectors:
    """The input vectors of one call: how many, and the bytes from one to the next."""

    count: int
    pitch: int


def steps(depth: int) -> int:
    """Vectors of 16 elements that hold `depth` elements."""
    return -(-depth // LANES)


def requantisation_problems(scaling: Requantisation) -> list[str]:
    """What the vector requantisation does not support: factors of 1 and more."""
    if int(scaling.shifts.max()) > 0:
        return ["its output scale is smaller than an accumulator's"]
    return []


def filter_problems(filters: int) -> list[str]:
    """Filters whose outputs are too far apart for the offsets of a scattering store."""
    if filters > _MOST_FILTERS:
        return [f"it has {filters} filters, supported are {_MOST_FILTERS}"]
    return []


def is_two_sided(scaling: Requantisation) -> bool:
    """Whether outputs below the zero point survive the activation, so their ties matter."""
    return scaling.activation_min < scaling.output_offset


def is_full_range(scaling: Requantisation) -> bool:
    """Whether saturation to int8 is all that the activation does."""
    return (scaling.activation_min, scaling.activation_max) == (-128, 127)


def is_exact_without_clamping(scaling: Requantisation) -> bool:
    """Whether code that saturates to int8 and breaks ties by subtracting one gives all codes."""
    return is_full_range(scaling) and not (is_two_sided(scaling) and int(scaling.shifts.max()) == 0)


def folded_bias(bias: Array, weights: Array, scaling: Requantisation) -> Array:
    """Biases of filters [filters][depth] that see codes instead of codes minus the zero point."""
    sums = weights.astype(np.int64).sum(axis=1)
    folded: Array = (bias.astype(np.int64) + scaling.input_offset * sums).astype(np.int32)
    return folded


def narrow_function(scaling: Requantisation, step_count: int, pitch: int) -> str | None:
    """The function for vectors of a shape, in pairs of filters, if there is one."""
    if not is_exact_without_clamping(scaling) or (step_count, pitch) not in _NARROW_SHAPES:
        return None
    two_sided = "_two_sided" if is_two_sided(scaling) else ""
    return f"neurio_mve_narrow_{step_count}x{pitch}{two_sided}"


def add_filter_bank(
    builder: ParameterBuilder,
    weights: Array,
    bias: Array,
    scaling: Requantisation,
    *,
    vectors: Vectors,
    note: str,
) -> None:
    """Append a field `bank`, a `MveFilterBank` of int8 filters [filters][depth].

    `bias` is what `folded_bias` makes.
    """
    filters, depth = weights.shape
    narrow = None
    if filters > 1 and vectors.count >= _NARROW_GROUP:
        narrow = narrow_function(scaling, steps(depth), vectors.pitch)
    multipliers = np.broadcast_to(scaling.multipliers, filters)
    shifts = np.broadcast_to(scaling.shifts, filters)
    builder.set(
        steps=steps(depth),
        filters=filters,
        output_offset=scaling.output_offset,
        activation_min=scaling.activation_min,
        activation_max=scaling.activation_max,
        multiply="mve_dot_narrow" if narrow else _form(scaling, filters),
    )
    pack = pack_pairs if narrow else _pack_blocks
    packed = pack(_padded(weights), bias, multipliers, shifts)
    words = LANES // 4 * steps(depth)
    layout = pair_rows("filters", filters, words) if narrow else _block_rows(filters, words)
    builder.array("packed", "uint32_t", packed, alignment=16, note=note, rows=layout)
    builder.set(narrow=narrow or "nullptr").nested("bank", "MveFilterBank", 8)


def _form(scaling: Requantisation, filters: int) -> str:
    """The function that is exact."""
    if not is_full_range(scaling) or filters < _BLOCK:
        return "neurio_mve_dot_clamped"
    return "neurio_mve_dot_two_sided" if is_two_sided(scaling) else "neurio_mve_dot_one_sided"


def _padded(weights: Array) -> Array:
    """Filters filled up with zeros to whole vectors."""
    depth = weights.shape[1]
    padded = np.zeros((len(weights), steps(depth) * LANES), np.int8)
    padded[:, :depth] = weights
    return padded


def _pack_blocks(weights: Array, bias: Array, multipliers: Array, shifts: Array) -> Array:
    """Per four filters, as words: biases, weights [step][filter][16], multipliers, shifts."""
    interleaved = blocks(weights).reshape(-1, _BLOCK, weights.shape[1] // LANES, LANES)
    interleaved = np.ascontiguousarray(interleaved.transpose(0, 2, 1, 3))
    words = interleaved.reshape(len(interleaved), -1).view("<i4")
    parts = [blocks(bias), words, blocks(multipliers), blocks(shifts)]
    return np.concatenate(parts, axis=1).astype(np.uint32)


def _block_rows(filters: int, words: int) -> Rows:
    """What `_pack_blocks` makes of filters of so many words each."""
    sizes = {"biases": _BLOCK, "weights": _BLOCK * words, "multipliers": _BLOCK, "shifts": _BLOCK}
    return rows.blocks("filters", filters, _BLOCK, [Part(*size) for size in sizes.items()])


def pack_pairs(weights: Array, bias: Array, multipliers: Array, shifts: Array) -> Array:
    """Per two filters, as words: weights, biases twice, multipliers, shifts."""
    pairs = blocks(weights, 2)
    words = np.ascontiguousarray(pairs).reshape(len(pairs), -1).view("<i4")
    biases = np.tile(blocks(bias, 2), 2)
    parts = [words, biases, blocks(multipliers, 2), blocks(shifts, 2)]
    return np.concatenate(parts, axis=1).astype(np.uint32)


def pair_rows(what: str, count: int, words: int) -> Rows:
    """What `pack_pairs` makes of `count` filters of so many words each."""
    sizes = {"weights": 2 * words, "biases, twice": 4, "multipliers": 2, "shifts": 2}
    return rows.blocks(what, count, 2, [Part(*size) for size in sizes.items()])


def blocks(values: Array, size: int = _BLOCK) -> Array:
    """[filters]... as [blocks][size]...: the last block holds the last `size` of them.

    Fewer than `size` are filled up with zeros.
    """
    count = len(values)
    if count < size:
        missing = [(0, size - count)] + [(0, 0)] * (values.ndim - 1)
        values, count = np.pad(values, missing), size
    starts = [*range(0, count - size + 1, size)]
    if count % size:
        starts.append(count - size)
    return np.stack([values[start : start + size] for start in starts])
