"""PRELU, int8: slopes per element, per channel, or one for all."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler.fixed_point import quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class PreluS8(Kernel):
    """Negative inputs times their slope."""

    name = "prelu_s8"
    limits = "slopes that broadcast, at most 5 axes after merging"
    reads_constants = (0, 1)
    dtype: ClassVar[DType] = DType.INT8

    def problems(self, site: Site) -> list[str]:
        """Types and shapes."""
        return broadcast_problems(site, self.dtype, right=DType.INT8)

    def lower(self, site: Site) -> Lowering:
        """The walk, zero points, and a factor for either side of zero."""
        source, slope, output = site.input(0), site.input(1), site.output()
        assert source.quantisation and slope.quantisation and output.quantisation
        scale = output.quantisation.scale
        positive = quantise_multiplier(source.quantisation.scale / scale)
        product = source.quantisation.scale * slope.quantisation.scale
        negative = quantise_multiplier(product / scale)
        builder = ParameterBuilder(site, "PreluParams")
        set_broadcast(builder, site, "input", "slope").set(
            input_offset=-source.quantisation.zero_point,
            slope_offset=-slope.quantisation.zero_point,
            output_offset=output.quantisation.zero_point,
            positive_multiplier=positive.value,
            positive_shift=positive.shift,
            negative_multiplier=negative.value,
            negative_shift=negative.shift,
        )
        return builder.lowering(in_place=tuple(i for i in in_place(site) if i == 0))
