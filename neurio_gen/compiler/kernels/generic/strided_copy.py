"""Regular copies in another order, any element type: slices, transpositions, repetitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, Walk, contiguous, repeated

_UNITS = (1, 2, 4)
"""Bytes of a chunk that the firmware copies as one element."""


@dataclass(frozen=True)
class _Copy:
    """Elements of the input from `offset` on, along one operand's walk; all in elements."""

    walk: Walk
    offset: int


def _slice(site: Site) -> _Copy:
    source = site.input(0)
    begin = [int(i) for i in _data(site.input(1)).flat]
    steps = contiguous(source.shape)
    offset = sum(first * step for first, step in zip(begin, steps, strict=True))
    return _Copy(Walk(site.output().shape, (steps,)), offset)


def _strided_slice(site: Site) -> _Copy:
    source = site.input(0)
    begins, ends, strides = (_data(site.input(i)).ravel() for i in (1, 2, 3))
    shape, steps, offset = [], [], 0
    for axis, (size, step) in enumerate(zip(source.shape, contiguous(source.shape), strict=True)):
        positions = range(size)
        if axis < len(begins):
            shrinks = site.option("shrink_axis_mask", 0) >> axis & 1
            first = None if site.option("begin_mask", 0) >> axis & 1 else int(begins[axis])
            last = None if site.option("end_mask", 0) >> axis & 1 else int(ends[axis])
            if shrinks:
                index = int(begins[axis]) % size
                positions = range(index, index + 1)
            else:
                positions = positions[first : last : int(strides[axis])]
        if len(positions) == 0:
            return _Copy(Walk((0,), ((0,),)), 0)
        shape.append(len(positions))
        steps.append(positions.step * step)
        offset += positions.start * step
    return _Copy(Walk(tuple(shape), (tuple(steps),)), offset)


def _transpose(site: Site) -> _Copy:
    steps = contiguous(site.input(0).shape)
    order = [int(axis) % len(steps) for axis in _data(site.input(1)).flat]
    return _Copy(Walk(site.output().shape, (tuple(steps[axis] for axis in order),)), 0)


def _broadcast_to(site: Site) -> _Copy:
    shape = site.output().shape
    return _Copy(Walk(shape, (repeated(site.input(0).shape, shape),)), 0)


def _tile(site: Site) -> _Copy:
    """Every axis becomes two: its repetitions, which stay in place, and itself."""
    source = site.input(0)
    shape, steps = [], []
    counts = _data(site.input(1)).ravel()
    for size, step, count in zip(source.shape, contiguous(source.shape), counts, strict=True):
        shape += [int(count), size]
        steps += [0, step]
    return _Copy(Walk(tuple(shape), (tuple(steps),)), 0)


def _reverse(site: Site) -> _Copy:
    source = site.input(0)
    axes = {int(axis) % len(source.shape) for axis in _data(site.input(1)).flat}
    steps = contiguous(source.shape)
    turned = tuple(-step if axis in axes else step for axis, step in enumerate(steps))
    offset = sum((source.shape[axis] - 1) * steps[axis] for axis in axes)
    return _Copy(Walk(source.shape, (turned,)), offset)


def _depth_to_space(site: Site) -> _Copy:
    batch, height, width, depth = site.input(0).shape
    block = site.option("block_size")
    channels = depth // block**2
    split = contiguous((batch, height, width, block, block, channels))
    order = (0, 1, 3, 2, 4, 5)
    shape = (batch, height, block, width, block, channels)
    return _Copy(Walk(shape, (tuple(split[axis] for axis in order),)), 0)


def _space_to_depth(site: Site) -> _Copy:
    batch, height, width, channels = site.input(0).shape
    block = site.option("block_size")
    split = contiguous((batch, height // block, block, width // block, block, channels))
    order = (0, 1, 3, 2, 4, 5)
    shape = (batch, height // block, width // block, block, block, channels)
    return _Copy(Walk(shape, (tuple(split[axis] for axis in order),)), 0)


def _data(tensor: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    assert tensor.data is not None
    return tensor.data


_KINDS: dict[str, Callable[[Site], _Copy]] = {
    "BROADCAST_TO": _broadcast_to,
    "DEPTH_TO_SPACE": _depth_to_space,
    "REVERSE_V2": _reverse,
    "SLICE": _slice,
    "SPACE_TO_DEPTH": _space_to_depth,
    "STRIDED_SLICE": _strided_slice,
    "TILE": _tile,
    "TRANSPOSE": _transpose,
}


class StridedCopy(Kernel):
    """A copy along one walk over the input."""

    name = "strided_copy"
    limits = "constant geometry, no ellipsis or new axes"

    def problems(self, site: Site) -> list[str]:
        """Constant geometry, few enough axes, nothing exotic in STRIDED_SLICE."""
        source, output = site.input(0), site.output()
        found = checks.types(source.dtype, output=output)
        geometry = {f"input {i}": site.input(i) for i in range(1, len(site.operator.inputs))}
        found += checks.constant(**geometry)
        for exotic in ("ellipsis_mask", "new_axis_mask", "offset"):
            if site.option(exotic, 0):
                found.append(f"it has the option {exotic}")
        if found:
            return found
        walk = _KINDS[site.operator.kind](site).walk
        if np.prod(walk.shape) != output.elements or output.elements == 0:
            return [f"it gives {list(walk.shape)}, its output is {list(output.shape)}"]
        merged = walk.merged()
        # A contiguous innermost axis is part of the chunk.
        if len(merged.shape) > WALK_AXES + (merged.strides[0][-1] == 1):
            return [f"it has more than {WALK_AXES} axes that do not merge"]
        return []

    def lower(self, site: Site) -> Lowering:
        """The walk in bytes; the innermost axis is part of the chunk where it is contiguous."""
        itemsize = site.output().dtype.itemsize
        copy = _KINDS[site.operator.kind](site)
        walk = copy.walk.merged()
        (steps,) = walk.strides
        shape, chunk = walk.shape, itemsize
        if steps[-1] == 1:
            chunk *= shape[-1]
            shape, steps = shape[:-1], steps[:-1]
        in_bytes = tuple(step * itemsize for step in steps)
        padded = Walk(shape, (in_bytes,)).padded()
        offset = copy.offset * itemsize
        aligned = all(number % chunk == 0 for number in (offset, *in_bytes))
        builder = ParameterBuilder(site, "StridedCopyParams").set(
            shape=padded.shape,
            strides=padded.strides[0],
            offset=offset,
            chunk=chunk,
            unit=chunk if chunk in _UNITS and aligned else 0,
        )
        return builder.lowering()
