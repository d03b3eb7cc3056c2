"""SOFTMAX over the innermost axis, int8."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.exponential import exp_on_negative_values
from neurio_gen.compiler.fixed_point import (
    doubling_high_multiply,
    quantise_multiplier,
    type_range,
)
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_DIFFERENCE_BITS = 5
"""Integer bits of the scaled distance from the maximum, as in TFLite's softmax."""

_LONGEST_ROW = 4095
"""Exponentials that a sum of 12 integer bits has room for."""


def _factor(site: Site) -> float:
    """What a distance of codes is multiplied by; TFLite Micro needs it above 1."""
    quantisation = site.input(0).quantisation
    assert quantisation is not None
    beta = float(np.float32(site.option("beta", 1.0)))
    return min(beta * quantisation.scale * 2.0 ** (31 - _DIFFERENCE_BITS), 2.0**31 - 1)


class SoftmaxS8(Kernel):
    """Softmax with the exponentials of all 256 distances in a table."""

    name = "softmax_s8"
    limits = "output scale 1/256, zero point -128"
    output_type: ClassVar[DType] = DType.INT8
    scale_tolerance: ClassVar[float] = 0

    def problems(self, site: Site) -> list[str]:
        """Types, and the output's fixed quantisation of 1/256 and -128."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT8, input=source)
        found += checks.types(self.output_type, output=output)
        if not found:
            assert output.quantisation is not None
            lowest = type_range(self.output_type)[0]
            steps = -2 * lowest
            near = abs(output.quantisation.scale * steps - 1) <= self.scale_tolerance
            if not near or output.quantisation.zero_point != lowest:
                found.append(
                    f"its output is not quantised with scale 1/{steps} and zero point {lowest}"
                )
            if source.shape[-1] > _LONGEST_ROW:
                found.append(f"its rows have {source.shape[-1]:,} elements, supported are 4,095")
            if not _factor(site) > 1.0:
                found.append("its beta or the scale of its input is too small")
        return found

    def lower(self, site: Site) -> Lowering:
        """The table of exponentials, Q0.31; 0 where TFLite leaves an element out of the sum."""
        source = site.input(0)
        multiplier = quantise_multiplier(_factor(site))
        limit = (2**_DIFFERENCE_BITS - 1) * 2 ** (31 - _DIFFERENCE_BITS) / 2**multiplier.shift
        farthest = math.floor(limit)
        table = np.zeros(256, np.int32)
        for distance in range(min(farthest, 255) + 1):
            scaled = doubling_high_multiply(-distance << multiplier.shift, multiplier.value)
            table[distance] = exp_on_negative_values(scaled, _DIFFERENCE_BITS)
        builder = ParameterBuilder(site, "SoftmaxParams").set(
            rows=source.elements // source.shape[-1], depth=source.shape[-1]
        )
        builder.array("exponentials", "int32_t", table)
        same_size = self.output_type is DType.INT8
        return builder.lowering(in_place=(0,) if same_size else ())
