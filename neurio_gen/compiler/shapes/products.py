"""Products of matrices."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import Shape, Shapes, require
from neurio_gen.compiler.strides import broadcast_shape

_RANKS = (2, 5)


def batch_matmul(site: Site) -> Shapes:
    """[...][rows][depth] meets [...][depth][columns]; leading axes are broadcast."""
    left = _turned(site.input(0).shape, bool(site.option("adj_x", False)))
    right = _turned(site.input(1).shape, bool(site.option("adj_y", False)))
    require(left[-1] == right[-2], f"rows of {left[-1]} meet columns of {right[-2]}")
    batches = broadcast_shape(left[:-2], right[:-2])
    if batches is None:
        require(False, f"its batches {list(left[:-2])} and {list(right[:-2])} do not broadcast")
        return [None]
    return [(*batches, left[-2], right[-1])]


def _turned(shape: Shape, transposed: bool) -> Shape:
    low, high = _RANKS
    require(low <= len(shape) <= high, f"its input {list(shape)} is no matrix, nor some of them")
    return (*shape[:-2], shape[-1], shape[-2]) if transposed else shape
