"""Fixed-point exponential, logistic and tanh as TFLite's int8 operators define them (gemmlowp)."""

from __future__ import annotations

from neurio_gen.compiler.fixed_point import (
    INT32_MAX,
    INT32_MIN,
    doubling_high_multiply,
    rounding_divide_by_power,
    wrap_int32,
)

_EXP_MINUS_EIGHTH = 1895147668
_ONE_THIRD = 715827883
_48_OVER_17 = 1515870810
_MINUS_32_OVER_17 = -1010580540
# Exponent e -> exp(-2^e) in Q0.31.
_POWERS = {
    -2: 1672461947,
    -1: 1302514674,
    0: 790015084,
    1: 290630308,
    2: 39332535,
    3: 720401,
    4: 242,
}


def exp_on_negative_values(x: int, integer_bits: int) -> int:
    """exp(x) in Q0.31 for x <= 0 in fixed point with `integer_bits` integer bits."""
    if x == 0:
        return INT32_MAX
    fraction_bits = 31 - integer_bits
    quarter = 1 << (fraction_bits - 2)
    remainder_in_quarter = (x & (quarter - 1)) - quarter
    result = _exp_above_minus_quarter(_saturate(remainder_in_quarter << integer_bits))
    rest = remainder_in_quarter - x
    for exponent, factor in _POWERS.items():
        if integer_bits > exponent and rest & (1 << (fraction_bits + exponent)):
            result = doubling_high_multiply(result, factor)
    return result


def _exp_above_minus_quarter(a: int) -> int:
    """exp(a) for a in [-1/4, 0), both Q0.31: a Taylor polynomial around -1/8."""
    x = a + (1 << 28)
    x2 = doubling_high_multiply(x, x)
    x3 = doubling_high_multiply(x2, x)
    x4 = doubling_high_multiply(x2, x2)
    quarter_x4 = rounding_divide_by_power(x4, 2)
    rest = rounding_divide_by_power(doubling_high_multiply(quarter_x4 + x3, _ONE_THIRD) + x2, 1)
    return _EXP_MINUS_EIGHTH + doubling_high_multiply(_EXP_MINUS_EIGHTH, x + rest)


def _saturate(x: int) -> int:
    return max(INT32_MIN, min(INT32_MAX, x))


def logistic(x: int, integer_bits: int) -> int:
    """1 / (1 + exp(-x)) in Q0.31 for x in fixed point with `integer_bits` integer bits."""
    if x == 0:
        return 1 << 30
    above = _saturate(reciprocal_of_one_plus(exp_on_negative_values(-abs(x), integer_bits)) << 1)
    return above if x > 0 else INT32_MAX - above


def tanh(x: int, integer_bits: int) -> int:
    """tanh(x) in Q0.31 for x in fixed point with `integer_bits` integer bits."""
    if x == 0:
        return 0
    # (1 - e) / (1 + e) with e = exp(-2|x|); one more integer bit doubles x.
    reciprocal = reciprocal_of_one_plus(exp_on_negative_values(-abs(x), integer_bits + 1))
    magnitude = _saturate((reciprocal - (1 << 29)) << 2)
    return magnitude if x > 0 else -magnitude


def reciprocal_of_one_plus(x: int) -> int:
    """2 / (1 + x) in Q2.29 for x in [0, 1) in Q0.31: three Newton-Raphson steps.

    Anything else wraps, as TFLite Micro's does for the reciprocal of zero.
    """
    total = x + INT32_MAX
    half_denominator = (total + 1) // 2 if total >= 0 else -((1 - total) // 2)
    estimate = _48_OVER_17 + doubling_high_multiply(half_denominator, _MINUS_32_OVER_17)
    for _ in range(3):
        error = wrap_int32((1 << 29) - doubling_high_multiply(half_denominator, estimate))
        estimate = wrap_int32(estimate + _saturate(doubling_high_multiply(estimate, error) << 2))
    return estimate
