"""Quantisation arithmetic as TFLite Micro does it, on the host.

A real factor becomes `multiplier * 2^(shift - 31)` with a 31-bit multiplier. Sources:
tensorflow/lite/kernels/internal/quantization_util.cc (QuantizeMultiplier) and gemmlowp's
fixedpoint.h (SaturatingRoundingDoublingHighMul, RoundingDivideByPOT), whose results these
functions reproduce bit by bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.graph import DType, Tensor

INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1
_RANGES = {DType.INT8: (-128, 127), DType.UINT8: (0, 255), DType.INT16: (-32768, 32767)}


@dataclass(frozen=True)
class Multiplier:
    """A real factor in [0, 2^31): `value` in [2^30, 2^31) or 0, `shift` in [-31, 31]."""

    value: int
    shift: int


def quantise_multiplier(factor: float) -> Multiplier:
    """The fixed-point form of a factor >= 0; ties away from zero; tiny factors become 0.

    Raises ValueError for a factor that has none: scales that are too far apart.
    """
    if factor == 0.0:
        return Multiplier(0, 0)
    if not 0.0 < factor < 2**31:
        raise ValueError(f"its scales give a factor of {factor:g}, supported is less than 2^31")
    mantissa, shift = math.frexp(factor)
    value = math.floor(mantissa * 2**31 + 0.5)
    if value == 2**31:
        value //= 2
        shift += 1
    if shift < -31:
        return Multiplier(0, 0)
    return Multiplier(value, shift)


def doubling_high_multiply(a: int, b: int) -> int:
    """round(a * b / 2^31), ties up, saturated where both are the smallest int32."""
    if a == b == INT32_MIN:
        return INT32_MAX
    return (a * b + 2**30) >> 31


def rounding_divide_by_power(x: int, exponent: int) -> int:
    """round(x / 2^exponent), ties away from zero; exponent in [0, 31]."""
    mask = (1 << exponent) - 1
    threshold = (mask >> 1) + (1 if x < 0 else 0)
    return (x >> exponent) + (1 if (x & mask) > threshold else 0)


def multiply(x: int, multiplier: Multiplier) -> int:
    """`x` times the real factor, rounded twice (TFLite's MultiplyByQuantizedMultiplier)."""
    left = max(multiplier.shift, 0)
    right = max(-multiplier.shift, 0)
    shifted = wrap_int32(x << left)
    return rounding_divide_by_power(doubling_high_multiply(shifted, multiplier.value), right)


def wrap_int32(x: int) -> int:
    """`x` modulo 2^32, as a signed number."""
    return (x + 2**31) % 2**32 - 2**31


def type_range(dtype: DType) -> tuple[int, int]:
    """Smallest and largest code of a quantised element type."""
    return _RANGES[dtype]


def activation_range(activation: str, output: Tensor) -> tuple[int, int]:
    """The codes that a fused activation clamps an output tensor to.

    `activation` is the schema's name: NONE, RELU, RELU6 or RELU_N1_TO_1.
    """
    low, high = type_range(output.dtype)
    quantisation = output.quantisation
    assert quantisation is not None

    def code(real: float) -> int:
        # TFLite computes this in float32: zero_point + round(real / scale).
        ratio = float(np.float32(real) / np.float32(quantisation.scale))
        return quantisation.zero_point + int(math.copysign(math.floor(abs(ratio) + 0.5), ratio))

    bounds = {"RELU": (0.0, None), "RELU6": (0.0, 6.0), "RELU_N1_TO_1": (-1.0, 1.0)}
    if activation in bounds:
        floor, ceiling = bounds[activation]
        low = max(low, code(floor))
        if ceiling is not None:
            high = min(high, code(ceiling))
    return low, high
