"""MIRROR_PAD and RESIZE_NEAREST_NEIGHBOR, any element type: copies along a map for each axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from math import prod

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import contiguous

_AXES = 4
_MOST_MERGED = 1 << 16
"""Positions along all outer axes of more than four: one table holds them."""

Maps = list[list[int]]
"""For each axis: the position in the input for every position in the output."""


def _mirror_pad(site: Site) -> Maps:
    paddings = site.input(1).data
    assert paddings is not None
    edge = 1 if site.option("mode", "REFLECT") == "REFLECT" else 0
    return [
        [_mirrored(position, size, edge) for position in range(-int(before), size + int(after))]
        for size, (before, after) in zip(site.input(0).shape, paddings, strict=True)
    ]


def _mirrored(position: int, size: int, edge: int) -> int:
    if position < 0:
        return -position - 1 + edge
    if position >= size:
        return 2 * size - 1 - position - edge
    return position


def _resize_nearest(site: Site) -> Maps:
    _, height, width, channels = site.input(0).shape
    _, output_height, output_width, _ = site.output().shape
    rows = [_nearest(site, y, height, output_height) for y in range(output_height)]
    columns = [_nearest(site, x, width, output_width) for x in range(output_width)]
    return [list(range(site.input(0).shape[0])), rows, columns, list(range(channels))]


def _nearest(site: Site, position: int, size: int, result: int) -> int:
    """The nearest position in the input, in TFLite's float32 arithmetic."""
    align, half = site.option("align_corners", False), site.option("half_pixel_centers", False)
    spread = align and result > 1
    scale = np.float32(size - 1 if spread else size) / np.float32(result - 1 if spread else result)
    place = float((np.float32(position) + np.float32(0.5 if half else 0.0)) * scale)
    nearest = math.floor(place + 0.5) if align else math.floor(place)
    return max(0, min(nearest, size - 1))


_KINDS: dict[str, Callable[[Site], Maps]] = {
    "MIRROR_PAD": _mirror_pad,
    "RESIZE_NEAREST_NEIGHBOR": _resize_nearest,
}


class MappedCopy(Kernel):
    """A copy whose place in the input is a sum of one table entry for each axis."""

    name = "mapped_copy"
    limits = "at most 6 axes, constant geometry"

    def problems(self, site: Site) -> list[str]:
        """One type, at most six axes, constant geometry, mirrors that are large enough."""
        source, output = site.input(0), site.output()
        found = checks.types(source.dtype, output=output)
        found += checks.constant(**{"second input": site.input(1)})
        ranks = [4] if site.operator.kind == "RESIZE_NEAREST_NEIGHBOR" else range(1, 7)
        found += checks.rank(source, ranks, "input") + checks.few_positions(output)
        if found:
            return found
        maps = _KINDS[site.operator.kind](site)
        if tuple(len(axis) for axis in maps) != output.shape:
            found.append(f"its output has the shape {list(output.shape)}")
        if any(
            not 0 <= position < size
            for axis, size in zip(maps, source.shape, strict=True)
            for position in axis
        ):
            found.append("it pads by more than the input holds")
        if prod(len(axis) for axis in maps[: 1 - _AXES]) > _MOST_MERGED:
            found.append(f"its outer axes have more than {_MOST_MERGED:,} positions")
        return found

    def lower(self, site: Site) -> Lowering:
        """Byte offsets for each axis; an axis that is copied as it is becomes part of the chunk."""
        source = site.input(0)
        maps = _KINDS[site.operator.kind](site)
        steps = [step * source.dtype.itemsize for step in contiguous(source.shape)]
        chunk = source.dtype.itemsize
        if maps[-1] == list(range(source.shape[-1])):
            chunk *= source.shape[-1]
            maps, steps = maps[:-1], steps[:-1]
        offsets = [_offsets(axis, step) for axis, step in zip(maps, steps, strict=True)]
        while len(offsets) > _AXES:
            merged = np.add.outer(offsets[0], offsets[1]).ravel()
            offsets = [merged, *offsets[2:]]
        offsets = [np.zeros(1, np.int32)] * (_AXES - len(offsets)) + offsets
        builder = ParameterBuilder(site, "MappedCopyParams")
        builder.set(shape=tuple(len(axis) for axis in offsets), chunk=chunk)
        for number, values in enumerate(offsets):
            builder.array(f"a{number}", "int32_t", values)
        return builder.lowering()


def _offsets(positions: Sequence[int], step: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([position * step for position in positions], np.int32)
