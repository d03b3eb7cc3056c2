"""SQUARED_DIFFERENCE, int16."""

from __future__ import annotations

from neurio_gen.compiler.fixed_point import quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import symmetric


class SquaredDifferenceS16(Kernel):
    """The square of a difference in a common scale."""

    name = "squared_difference_s16"
    limits = "at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, zero points of 0."""
        tensors = {"left": site.input(0), "right": site.input(1), "output": site.output()}
        return broadcast_problems(site, DType.INT16) + symmetric(**tensors)

    def lower(self, site: Site) -> Lowering:
        """The walk, a factor for each input, and that of the square."""
        left, right, output = site.input(0), site.input(1), site.output()
        assert left.quantisation and right.quantisation and output.quantisation
        twice_largest = 2.0 * max(left.quantisation.scale, right.quantisation.scale)
        first = quantise_multiplier(left.quantisation.scale / twice_largest)
        second = quantise_multiplier(right.quantisation.scale / twice_largest)
        scaling = quantise_multiplier(twice_largest**2 / output.quantisation.scale)
        builder = ParameterBuilder(site, "SquaredDifferenceS16Params")
        set_broadcast(builder, site, "left", "right").set(
            left_multiplier=first.value,
            left_shift=first.shift,
            right_multiplier=second.value,
            right_shift=second.shift,
            output_multiplier=scaling.value,
            output_shift=scaling.shift,
        )
        return builder.lowering(in_place=in_place(site))
