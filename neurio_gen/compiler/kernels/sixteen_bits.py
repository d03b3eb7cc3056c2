"""What layers with int16 activations share: symmetric quantisation and 64-bit accumulators."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import Multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import Requantisation

_LARGEST_SHIFT = 14
"""Of a factor that is 15 bits wide: at least one bit is rounded away."""


def symmetric(**tensors: Tensor) -> list[str]:
    """Every quantised tensor has the zero point 0."""
    return [
        f"its {role} has a zero point other than 0"
        for role, tensor in tensors.items()
        if tensor.quantisation is not None and any(tensor.quantisation.zero_points)
    ]


def unit_output_problems(site: Site) -> list[str]:
    """Types and zero points of input and output, and an output scale of 2^-15: values up to 1."""
    source, output = site.input(0), site.output()
    found = checks.types(DType.INT16, input=source, output=output)
    found += symmetric(input=source, output=output)
    if not found:
        assert output.quantisation is not None
        if output.quantisation.scale != 2**-15:
            found.append("its output has a scale other than 1/32768")
    return found


def long_bias_problems(site: Site, position: int) -> list[str]:
    """The bias, if any, is a constant int64 tensor."""
    if not site.has_input(position):
        return []
    bias = site.input(position)
    if bias.dtype != DType.INT64 or not bias.is_constant:
        return [f"its bias is {bias.dtype.value}, supported is constant int64"]
    return []


def _long_bias(site: Site, position: int, channels: int) -> npt.NDArray[Any]:
    if not site.has_input(position):
        return np.zeros(channels, np.int64)
    data = site.input(position).data
    assert data is not None
    return data.ravel().astype(np.int64)


def set_accumulation(
    builder: ParameterBuilder, site: Site, scaling: Requantisation, position: int, channels: int
) -> ParameterBuilder:
    """Append bias, multipliers and shifts for 64-bit accumulators.

    As TFLite Micro does, a multiplier is rounded to 15 bits and the product shifted once.
    """
    pairs = zip(scaling.multipliers, scaling.shifts, strict=True)
    short = [short_multiplier(Multiplier(int(value), int(shift))) for value, shift in pairs]
    builder.array("bias", "int64_t", _long_bias(site, position, channels), alignment=8)
    builder.array("multipliers", "int32_t", np.array([value for value, _ in short], np.int32))
    return builder.array("shifts", "int32_t", np.array([shift for _, shift in short], np.int32))


def short_multiplier(factor: Multiplier) -> tuple[int, int]:
    """15 bits, and by how many bits the product is shifted to the right.

    Raises ValueError for a factor that is too large.
    """
    if factor.shift > _LARGEST_SHIFT:
        raise ValueError(f"its scales give a factor of 2^{factor.shift} or more")
    rounded = (factor.value + (1 << 15)) >> 16 if factor.value < 0x7FFF0000 else 0x7FFF
    return rounded, 15 - factor.shift
