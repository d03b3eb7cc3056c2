"""LOG_SOFTMAX, int8."""

from __future__ import annotations

import math

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.exponential import exp_on_negative_values
from neurio_gen.compiler.fixed_point import (
    Multiplier,
    multiply,
    quantise_multiplier,
    rounding_divide_by_power,
)
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_DIFFERENCE_BITS = 5
_SUM_BITS = 12
_LONGEST_ROW = (1 << _SUM_BITS) - 1


def _scaling(site: Site) -> Multiplier:
    """From differences of codes to Q5.26; TFLite Micro needs a factor above 1."""
    quantisation = site.input(0).quantisation
    assert quantisation is not None
    factor = min(quantisation.scale * 2.0 ** (31 - _DIFFERENCE_BITS), 2.0**31 - 1)
    return quantise_multiplier(factor)


class LogSoftmaxS8(Kernel):
    """All functions of a distance between codes are in tables."""

    name = "log_softmax_s8"
    limits = "output scale 1/16, zero point 127"

    def problems(self, site: Site) -> list[str]:
        """Types, the output's fixed quantisation, rows whose sum fits."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT8, input=source, output=output)
        found += checks.per_tensor(input=source, output=output)
        if found:
            return found
        assert output.quantisation is not None
        if (output.quantisation.scale, output.quantisation.zero_point) != (1 / 16, 127):
            found.append("its output is not quantised with scale 1/16 and zero point 127")
        if source.shape[-1] > _LONGEST_ROW:
            found.append(f"its rows have {source.shape[-1]:,} elements, supported are 4,095")
        if not 0 < _scaling(site).shift < 31:
            found.append("the scale of its input is too small or too large")
        return found

    def lower(self, site: Site) -> Lowering:
        """Tables of exponentials and differences, both by the distance from a row's largest."""
        source = site.input(0)
        scaling = _scaling(site)
        limit = (2**_DIFFERENCE_BITS - 1) * 2 ** (31 - _DIFFERENCE_BITS) / 2**scaling.shift
        farthest = math.floor(limit)
        exponentials, differences = np.zeros(256, np.int32), np.zeros(256, np.int32)
        for distance in range(min(farthest, 255) + 1):
            differences[distance] = multiply(-distance, scaling)
            exponential = exp_on_negative_values(int(differences[distance]), _DIFFERENCE_BITS)
            exponentials[distance] = rounding_divide_by_power(exponential, _SUM_BITS)
        reverse = quantise_multiplier(2.0 ** (31 - scaling.shift) / scaling.value)
        builder = ParameterBuilder(site, "LogSoftmaxParams").set(
            rows=source.elements // source.shape[-1],
            depth=source.shape[-1],
            smallest_difference=-farthest - 1,
            reverse_multiplier=reverse.value,
            reverse_shift=reverse.shift,
        )
        builder.array("exponentials", "int32_t", exponentials)
        builder.array("differences", "int32_t", differences)
        return builder.lowering(in_place=(0,))
