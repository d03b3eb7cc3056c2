"""ADD and SUB, int8, of two tensors with one shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import activation_range, multiply, quantise_multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_LEFT_SHIFT = 20
"""Bits that inputs gain before they are scaled, as in TFLite's ADD for int8."""


def _scaled_codes(source: Tensor, twice_largest_scale: float) -> npt.NDArray[Any]:
    """What each input code -128..127 adds to the sum: int32 [256]."""
    assert source.quantisation is not None
    multiplier = quantise_multiplier(source.quantisation.scale / twice_largest_scale)
    zero_point = source.quantisation.zero_point
    codes = range(-128, 128)
    return np.array(
        [multiply((code - zero_point) << _LEFT_SHIFT, multiplier) for code in codes], np.int32
    )


def set_sum(builder: ParameterBuilder, site: Site) -> ParameterBuilder:
    """Append what ADD and SUB compute with: the output's scaling and a table for each input."""
    left, right, output = site.input(0), site.input(1), site.output()
    assert left.quantisation and right.quantisation and output.quantisation
    twice_largest = 2 * max(left.quantisation.scale, right.quantisation.scale)
    scaling = quantise_multiplier(twice_largest / ((1 << _LEFT_SHIFT) * output.quantisation.scale))
    low, high = activation_range(site.option("fused_activation_function", "NONE"), output)
    builder.set(
        output_offset=output.quantisation.zero_point,
        output_multiplier=scaling.value,
        output_shift=scaling.shift,
        activation_min=low,
        activation_max=high,
    )
    sign = -1 if site.operator.kind == "SUB" else 1
    builder.array("scaled_left", "int32_t", _scaled_codes(left, twice_largest))
    return builder.array("scaled_right", "int32_t", sign * _scaled_codes(right, twice_largest))


class AddS8(Kernel):
    """Sum or difference of two int8 tensors of one shape, each input through a table."""

    name = "add_s8"
    limits = "equal shapes"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, equal shapes."""
        left, right, output = site.input(0), site.input(1), site.output()
        found = checks.types(DType.INT8, left=left, right=right, output=output)
        found += checks.per_tensor(left=left, right=right, output=output)
        found += checks.activation(site)
        if left.shape != right.shape:
            found.append(f"its inputs have the shapes {list(left.shape)} and {list(right.shape)}")
        return found

    def lower(self, site: Site) -> Lowering:
        """Two tables of scaled inputs, which hold all of the arithmetic on inputs."""
        builder = ParameterBuilder(site, "AddParams").set(elements=site.output().elements)
        return set_sum(builder, site).lowering(in_place=(0, 1))
