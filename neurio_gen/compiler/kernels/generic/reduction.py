"""What the reductions along any axes share: MEAN, SUM, REDUCE_MAX, REDUCE_MIN."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, Walk, contiguous

_MOST = {
    DType.INT8: 1 << 23,
    DType.INT16: (1 << 16) - 1,
    DType.FLOAT32: 1 << 24,
    DType.BOOL: 1 << 28,
}
"""Elements whose sum has room in 32 bits; those of float32, whose number is a float."""


def _axes(site: Site) -> set[int]:
    data = site.input(1).data
    assert data is not None
    return {int(axis) % len(site.input(0).shape) for axis in data.flat}


def _walk(site: Site, axes: set[int]) -> Walk:
    """The walk over the input along these axes only."""
    shape = site.input(0).shape
    steps = contiguous(shape)
    chosen = [axis for axis in range(len(shape)) if axis in axes]
    return Walk(
        tuple(shape[axis] for axis in chosen), (tuple(steps[axis] for axis in chosen),)
    ).merged()


def walks(site: Site) -> tuple[Walk, Walk]:
    """The axes that are kept, and those that are reduced."""
    reduced = _axes(site)
    kept = set(range(len(site.input(0).shape))) - reduced
    return _walk(site, kept), _walk(site, reduced)


def reduction_problems(site: Site, dtype: DType) -> list[str]:
    """What no reduction of elements of `dtype` supports."""
    source, output = site.input(0), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.per_tensor(input=source, output=output)
    found += checks.constant(axes=site.input(1))
    if not source.shape:
        found.append("its input is a scalar")
    if found:
        return found
    if any(len(walk.shape) > WALK_AXES for walk in walks(site)):
        found.append(f"it has more than {WALK_AXES} axes that do not merge")
    most, count = _MOST[dtype], prod(walks(site)[1].shape)
    if count > most:
        found.append(f"it adds up {count:,} elements, supported are {most:,}")
    return found


def reduction_builder(site: Site, ctype: str) -> ParameterBuilder:
    """The walks along kept and along reduced axes, as the first fields of `ctype`."""
    kept, reduced = (walk.padded() for walk in walks(site))
    return ParameterBuilder(site, ctype).set(
        kept_shape=kept.shape,
        kept_strides=kept.strides[0],
        reduced_shape=reduced.shape,
        reduced_strides=reduced.strides[0],
    )


class Extreme(Kernel):
    """The largest or the smallest code."""

    def problems(self, site: Site) -> list[str]:
        """Types, constant axes, one quantisation."""
        return reduction_problems(site, DType.INT8) or checks.same_quantisation(
            site.input(0), site.output()
        )

    def lower(self, site: Site) -> Lowering:
        """Both walks."""
        return reduction_builder(site, "ExtremeParams").lowering()
