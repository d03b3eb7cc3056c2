"""ADD_N, int8."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import Multiplier, multiply, quantise_multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_LEFT_SHIFT = 20
_HALF = quantise_multiplier(0.5)
_MOST_INPUTS = 15
"""Terms of up to 2^27 whose sum, with what it begins with, has room in 32 bits."""


def scaled_codes(tensor: Tensor) -> npt.NDArray[Any]:
    """What each input code -128..127 adds to a sum: int32 [256]."""
    assert tensor.quantisation is not None
    zero = tensor.quantisation.zero_point
    codes = range(-128, 128)
    return np.array([multiply((code - zero) << _LEFT_SHIFT, _HALF) for code in codes], np.int32)


def start_of(tensor: Tensor) -> int:
    """What TFLite Micro begins a sum with: the code 0, which is nothing if the zero point is."""
    assert tensor.quantisation is not None
    return multiply(-tensor.quantisation.zero_point << _LEFT_SHIFT, _HALF)


def output_scaling(source: Tensor, output: Tensor) -> Multiplier:
    """From a sum to codes of the output."""
    assert source.quantisation is not None and output.quantisation is not None
    twice = 2.0 * source.quantisation.scale
    return quantise_multiplier(twice / ((1 << _LEFT_SHIFT) * output.quantisation.scale))


class AddNS8(Kernel):
    """Inputs of one quantisation, through a table."""

    name = "add_n_s8"
    limits = "inputs of one shape and quantisation"

    def problems(self, site: Site) -> list[str]:
        """Types, one quantisation."""
        inputs = [site.input(i) for i in range(len(site.operator.inputs))]
        found = checks.types(DType.INT8, output=site.output())
        for tensor in inputs:
            found += checks.types(DType.INT8, input=tensor) + checks.per_tensor(input=tensor)
            found += checks.same_quantisation(inputs[0], tensor)
            if tensor.is_constant:
                found.append("an input is constant")
        if len(inputs) > _MOST_INPUTS:
            found.append(f"it has {len(inputs)} inputs")
        return found

    def lower(self, site: Site) -> Lowering:
        """The table, and the output's factor."""
        source, output = site.input(0), site.output()
        assert output.quantisation is not None
        scaling = output_scaling(source, output)
        builder = ParameterBuilder(site, "AddNParams").set(
            elements=output.elements,
            inputs=len(site.operator.inputs),
            start=start_of(source),
            output_multiplier=scaling.value,
            output_shift=scaling.shift,
            output_offset=output.quantisation.zero_point,
        )
        return builder.array("scaled", "int32_t", scaled_codes(source)).lowering()
