"""SQUARED_DIFFERENCE, int8."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import multiply, quantise_multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_LEFT_SHIFT = 7
"""Bits that inputs gain before they are scaled: a squared difference stays below 2^30."""


def _scaled(tensor: Tensor, twice_largest: float) -> npt.NDArray[Any]:
    assert tensor.quantisation is not None
    scaling = quantise_multiplier(tensor.quantisation.scale / twice_largest)
    zero = tensor.quantisation.zero_point
    codes = range(-128, 128)
    return np.array([multiply((code - zero) << _LEFT_SHIFT, scaling) for code in codes], np.int32)


class SquaredDifferenceS8(Kernel):
    """The square of a difference, each input through a table."""

    name = "squared_difference_s8"
    limits = "at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types and shapes."""
        return broadcast_problems(site, DType.INT8)

    def lower(self, site: Site) -> Lowering:
        """The walk and two tables of inputs in the common scale."""
        left, right, output = site.input(0), site.input(1), site.output()
        assert left.quantisation and right.quantisation and output.quantisation
        twice_largest = 2.0 * max(left.quantisation.scale, right.quantisation.scale)
        factor = twice_largest**2 / ((1 << 2 * _LEFT_SHIFT) * output.quantisation.scale)
        scaling = quantise_multiplier(factor)
        builder = ParameterBuilder(site, "SquaredDifferenceParams")
        set_broadcast(builder, site, "left", "right").set(
            output_multiplier=scaling.value,
            output_shift=scaling.shift,
            output_offset=output.quantisation.zero_point,
        )
        builder.array("scaled_left", "int32_t", _scaled(left, twice_largest))
        builder.array("scaled_right", "int32_t", _scaled(right, twice_largest))
        return builder.lowering(in_place=in_place(site))
