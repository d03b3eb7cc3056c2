"""ADD and SUB, int16, with broadcasting."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import activation_range, quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import symmetric

_LEFT_SHIFT = 15
"""Bits that inputs gain before they are scaled, as in TFLite's ADD for int16."""


class AddS16(Kernel):
    """Sum or difference of two symmetric int16 tensors."""

    name = "add_s16"
    limits = "shapes that broadcast, at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation, zero points of 0."""
        found = broadcast_problems(site, DType.INT16) + checks.activation(site)
        return found + symmetric(left=site.input(0), right=site.input(1), output=site.output())

    def lower(self, site: Site) -> Lowering:
        """The walk and three factors."""
        left, right, output = site.input(0), site.input(1), site.output()
        assert left.quantisation and right.quantisation and output.quantisation
        twice_largest = 2 * max(left.quantisation.scale, right.quantisation.scale)
        first = quantise_multiplier(left.quantisation.scale / twice_largest)
        second = quantise_multiplier(right.quantisation.scale / twice_largest)
        gain = (1 << _LEFT_SHIFT) * output.quantisation.scale
        scaling = quantise_multiplier(twice_largest / gain)
        low, high = activation_range(site.option("fused_activation_function", "NONE"), output)
        builder = ParameterBuilder(site, "AddS16Params")
        set_broadcast(builder, site, "left", "right").set(
            left_multiplier=first.value,
            left_shift=first.shift,
            right_multiplier=second.value,
            right_shift=second.shift,
            right_sign=-1 if site.operator.kind == "SUB" else 1,
            output_multiplier=scaling.value,
            output_shift=scaling.shift,
            activation_min=low,
            activation_max=high,
        )
        return builder.lowering(in_place=in_place(site))
