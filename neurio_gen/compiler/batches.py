"""Windowed operators on more than one image: a kernel call for each image of the batch.

Kernels whose windows slide take one image. They are chosen for, and given, one batch at a time.
"""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.memory import ALIGNMENT
from neurio_gen.compiler.plan import Buffer, Place
from neurio_gen.isa import Isa

# Kind -> position of the images among the inputs.
_WINDOWED = {
    "AVERAGE_POOL_2D": 0,
    "CONV_2D": 0,
    "DEPTHWISE_CONV_2D": 0,
    "L2_POOL_2D": 0,
    "MAX_POOL_2D": 0,
    "RESIZE_BILINEAR": 0,
    "TRANSPOSE_CONV": 2,
}


def batches_of(site: Site) -> int:
    """The kernel calls that an operator takes."""
    position = _WINDOWED.get(site.operator.kind)
    if position is None or not site.input(position).shape or not site.output().shape:
        return 1
    count = site.input(position).shape[0]
    return count if count == site.output().shape[0] else 1


def of_one_batch(site: Site, count: int) -> Site:
    """The operator where the batch of its images, of `count`, is 1."""
    if count == 1:
        return site
    images = site.operator.inputs[_WINDOWED[site.operator.kind]]
    tensors = list(site.graph.tensors)
    for tensor_id in (images, *site.operator.outputs):
        assert tensor_id is not None
        tensors[tensor_id] = _one(tensors[tensor_id])
    return replace(site, graph=replace(site.graph, tensors=tuple(tensors)))


def kernels_for(site: Site, count: int, isa: Isa) -> Isa:
    """The kernels that may run it: only portable ones where an image begins at an odd address."""
    if count == 1:
        return isa
    tensors = (site.input(_WINDOWED[site.operator.kind]), site.output())
    aligned = all(tensor.nbytes // count % ALIGNMENT == 0 for tensor in tensors)
    return isa if aligned else Isa.GENERIC


def part(buffer: Buffer, count: int, number: int) -> Buffer:
    """What one call reads or writes of a buffer of `count` batches; constants are shared."""
    if count == 1 or buffer.place is Place.CONSTANT:
        return buffer
    nbytes = buffer.nbytes // count
    skip = number * (nbytes // buffer.dtype.itemsize)
    return replace(buffer, nbytes=nbytes, skip=skip)


def _one(tensor: Tensor) -> Tensor:
    data = None if tensor.data is None else tensor.data[:1]
    return replace(tensor, shape=(1, *tensor.shape[1:]), data=data)
