"""MUL, int8, with broadcasting."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import activation_range, quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class MulS8(Kernel):
    """Product of two int8 tensors."""

    name = "mul_s8"
    dtype: ClassVar[DType] = DType.INT8
    limits = "shapes that broadcast, at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation."""
        return broadcast_problems(site, self.dtype) + checks.activation(site)

    def lower(self, site: Site) -> Lowering:
        """The walk, zero points, and the factor scale * scale / scale in float64."""
        left, right, output = site.input(0), site.input(1), site.output()
        assert left.quantisation and right.quantisation and output.quantisation
        product = left.quantisation.scale * right.quantisation.scale
        multiplier = quantise_multiplier(product / output.quantisation.scale)
        low, high = activation_range(site.option("fused_activation_function", "NONE"), output)
        builder = ParameterBuilder(site, "MulParams")
        set_broadcast(builder, site, "left", "right").set(
            left_offset=-left.quantisation.zero_point,
            right_offset=-right.quantisation.zero_point,
            output_offset=output.quantisation.zero_point,
            output_multiplier=multiplier.value,
            output_shift=multiplier.shift,
            activation_min=low,
            activation_max=high,
        )
        return builder.lowering(in_place=in_place(site))
