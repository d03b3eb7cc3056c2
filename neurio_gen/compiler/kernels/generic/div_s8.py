"""DIV, int8, with broadcasting."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.division import reciprocal
from neurio_gen.compiler.fixed_point import activation_range, quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class DivS8(Kernel):
    """Quotient of two int8 tensors; that of zero is TFLite Micro's."""

    name = "div_s8"
    limits = "shapes that broadcast, at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation."""
        return broadcast_problems(site, DType.INT8) + checks.activation(site)

    def lower(self, site: Site) -> Lowering:
        """The walk, the factor scale / (scale * scale), and a reciprocal for each divisor."""
        left, right, output = site.input(0), site.input(1), site.output()
        assert left.quantisation and right.quantisation and output.quantisation
        product = right.quantisation.scale * output.quantisation.scale
        scaling = quantise_multiplier(left.quantisation.scale / product)
        low, high = activation_range(site.option("fused_activation_function", "NONE"), output)
        zero_point = right.quantisation.zero_point
        inverses = [reciprocal(abs(code - zero_point)) for code in range(-128, 128)]
        builder = ParameterBuilder(site, "DivParams")
        set_broadcast(builder, site, "left", "right").set(
            left_offset=-left.quantisation.zero_point,
            right_offset=-zero_point,
            output_offset=output.quantisation.zero_point,
            output_multiplier=scaling.value,
            output_shift=scaling.shift,
            activation_min=low,
            activation_max=high,
        )
        values = np.array([inverse.value for inverse in inverses], np.int32)
        builder.array("reciprocals", "int32_t", values)
        digits = np.array([inverse.digits for inverse in inverses], np.int8)
        builder.array("digits", "int8_t", digits)
        return builder.lowering(in_place=in_place(site))
