"""Quotients of int8 codes as TFLite Micro's DIV computes them: by a reciprocal in fixed point."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.exponential import reciprocal_of_one_plus
from neurio_gen.compiler.fixed_point import (
    INT32_MAX,
    INT32_MIN,
    Multiplier,
    doubling_high_multiply,
    rounding_divide_by_power,
    wrap_int32,
)

_BITS = 31


@dataclass(frozen=True)
class Reciprocal:
    """1 / divisor = value * 2^-(31 + digits)."""

    value: int
    digits: int


def reciprocal(divisor: int) -> Reciprocal:
    """Of a divisor in [0, 255]; that of 0 has no meaning and is TFLite Micro's."""
    leading = 32 - divisor.bit_length()
    above_one = wrap_int32((divisor << leading) - (1 << _BITS))
    doubled = reciprocal_of_one_plus(above_one) << 1
    return Reciprocal(max(INT32_MIN, min(INT32_MAX, doubled)), _BITS - leading)


def quotient(dividend: int, divisor: int, scaling: Multiplier) -> int:
    """`dividend` by `divisor`, both centred codes, times the factor `scaling`."""
    if divisor < 0:
        dividend, divisor = -dividend, -divisor
    inverse = reciprocal(divisor)
    spare = _sign_bits(dividend)
    unscaled = doubling_high_multiply(wrap_int32(dividend << spare), inverse.value)
    scaled = doubling_high_multiply(unscaled, scaling.value)
    return _divided(scaled, spare + inverse.digits - scaling.shift)


def _sign_bits(x: int) -> int:
    """Bits below the sign that repeat it."""
    return _BITS - (x if x >= 0 else ~x).bit_length()


def _divided(x: int, exponent: int) -> int:
    """round(x / 2^exponent); beyond 31, where scales are far apart, what x86 makes of it."""
    if 0 <= exponent <= _BITS:
        return rounding_divide_by_power(x, exponent)
    return (x >> (exponent & _BITS)) + (1 if x > (-1 if x >= 0 else 0) else 0)
