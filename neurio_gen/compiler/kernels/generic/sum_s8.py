"""MEAN and SUM, int8, along any axes."""

from __future__ import annotations

from math import prod
from typing import ClassVar

from neurio_gen.compiler.fixed_point import Multiplier, quantise_multiplier, type_range
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.reduction import (
    reduction_builder,
    reduction_problems,
    walks,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site


class SumS8(Kernel):
    """Sum or mean."""

    name = "sum_s8"
    dtype: ClassVar[DType] = DType.INT8
    limits = "constant axes"

    def problems(self, site: Site) -> list[str]:
        """Types, constant axes."""
        return reduction_problems(site, self.dtype)

    def lower(self, site: Site) -> Lowering:
        """Both walks and the scaling of a sum."""
        source, output = site.input(0).quantisation, site.output().quantisation
        assert source is not None and output is not None
        count = prod(walks(site)[1].shape)
        mean = site.operator.kind == "MEAN"
        multiplier = quantise_multiplier(source.scale / output.scale)
        if mean:
            multiplier = _divided(multiplier, count)
        smallest, largest = type_range(self.dtype)
        builder = reduction_builder(site, "SumParams").set(
            input_offset=-source.zero_point * count,
            output_offset=output.zero_point,
            output_multiplier=multiplier.value,
            output_shift=multiplier.shift,
            smallest=smallest,
            largest=largest,
        )
        return builder.lowering()


def _divided(multiplier: Multiplier, count: int) -> Multiplier:
    """A multiplier divided by a number of elements, cut to whole numbers as TFLite does."""
    shift = min(count.bit_length() - 1, 32, 31 + multiplier.shift)
    return Multiplier((multiplier.value << shift) // count, multiplier.shift - shift)
