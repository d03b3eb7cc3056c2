"""Fixed-point arithmetic: each function against its definition in exact rationals."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.exponential import exp_on_negative_values
from neurio_gen.compiler.fixed_point import (
    doubling_high_multiply,
    quantise_multiplier,
    rounding_divide_by_power,
)

int32 = st.integers(-(2**31), 2**31 - 1)


@given(st.floats(1e-9, 1e9))
def test_a_quantised_multiplier_is_within_half_a_unit(factor: float) -> None:
    multiplier = quantise_multiplier(factor)
    assert 2**30 <= multiplier.value < 2**31
    exact = Fraction(factor) * Fraction(2) ** (31 - multiplier.shift)
    assert abs(exact - multiplier.value) <= Fraction(1)


@given(int32, int32)
def test_the_high_half_of_a_doubled_product_is_rounded_up_on_ties(a: int, b: int) -> None:
    exact = Fraction(a * b, 2**31)
    if a == b == -(2**31):
        assert doubling_high_multiply(a, b) == 2**31 - 1
    else:
        assert doubling_high_multiply(a, b) == math.floor(exact + Fraction(1, 2))


@given(int32, st.integers(0, 31))
def test_division_by_a_power_rounds_ties_away_from_zero(x: int, exponent: int) -> None:
    exact = Fraction(abs(x), 2**exponent)
    rounded = math.floor(exact + Fraction(1, 2)) * (1 if x >= 0 else -1)
    assert rounding_divide_by_power(x, exponent) == rounded


@given(st.integers(-(2**31), 0))
def test_the_exponential_is_close_to_the_real_one(x: int) -> None:
    real = math.exp(x / 2**26)
    assert abs(exp_on_negative_values(x, 5) / 2**31 - real) < 1e-6
