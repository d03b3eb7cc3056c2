"""MEAN and SUM of int8 and int16, REDUCE_MAX and REDUCE_MIN of int8, along any axes."""

from __future__ import annotations

from math import prod
from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import Multiplier, quantise_multiplier, type_range
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, Walk, contiguous

_MOST = {DType.INT8: 1 << 23, DType.INT16: (1 << 16) - 1}
"""Elements whose sum has room in 32 bits."""


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


def _walks(site: Site) -> tuple[Walk, Walk]:
    """The axes that are kept, and those that are reduced."""
    reduced = _axes(site)
    kept = set(range(len(site.input(0).shape))) - reduced
    return _walk(site, kept), _walk(site, reduced)


def _problems(site: Site, dtype: DType) -> list[str]:
    source, output = site.input(0), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.per_tensor(input=source, output=output)
    found += checks.constant(axes=site.input(1))
    if not source.shape:
        found.append("its input is a scalar")
    if found:
        return found
    if any(len(walk.shape) > WALK_AXES for walk in _walks(site)):
        found.append(f"it has more than {WALK_AXES} axes that do not merge")
    most, count = _MOST[dtype], prod(_walks(site)[1].shape)
    if count > most:
        found.append(f"it adds up {count:,} elements, supported are {most:,}")
    return found


def _builder(site: Site, ctype: str) -> ParameterBuilder:
    kept, reduced = (walk.padded() for walk in _walks(site))
    return ParameterBuilder(site, ctype).set(
        kept_shape=kept.shape,
        kept_strides=kept.strides[0],
        reduced_shape=reduced.shape,
        reduced_strides=reduced.strides[0],
    )


class SumS8(Kernel):
    """Sum or mean."""

    name = "sum_s8"
    dtype: ClassVar[DType] = DType.INT8
    limits = "constant axes"

    def problems(self, site: Site) -> list[str]:
        """Types, constant axes."""
        return _problems(site, self.dtype)

    def lower(self, site: Site) -> Lowering:
        """Both walks and the scaling of a sum."""
        source, output = site.input(0).quantisation, site.output().quantisation
        assert source is not None and output is not None
        count = prod(_walks(site)[1].shape)
        mean = site.operator.kind == "MEAN"
        multiplier = quantise_multiplier(source.scale / output.scale)
        if mean:
            multiplier = _divided(multiplier, count)
        smallest, largest = type_range(self.dtype)
        builder = _builder(site, "SumParams").set(
            input_offset=-source.zero_point * count,
            output_offset=output.zero_point,
            output_multiplier=multiplier.value,
            output_shift=multiplier.shift,
            smallest=smallest,
            largest=largest,
        )
        return builder.lowering()


class SumS16(SumS8):
    """Sum or mean of int16."""

    name = "sum_s16"
    dtype = DType.INT16


def _divided(multiplier: Multiplier, count: int) -> Multiplier:
    """A multiplier divided by a number of elements, cut to whole numbers as TFLite does."""
    shift = min(count.bit_length() - 1, 32, 31 + multiplier.shift)
    return Multiplier((multiplier.value << shift) // count, multiplier.shift - shift)


class _Extreme(Kernel):
    def problems(self, site: Site) -> list[str]:
        """Types, constant axes, one quantisation."""
        return _problems(site, DType.INT8) or checks.same_quantisation(site.input(0), site.output())

    def lower(self, site: Site) -> Lowering:
        """Both walks."""
        return _builder(site, "ExtremeParams").lowering()


class ReduceMaxS8(_Extreme):
    """The largest code."""

    name = "reduce_max_s8"
    limits = "constant axes, one quantisation"


class ReduceMinS8(_Extreme):
    """The smallest code."""

    name = "reduce_min_s8"
    limits = "constant axes, one quantisation"
