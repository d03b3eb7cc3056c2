"""RSQRT in TFLite Micro's fixed point: 1 / sqrt(x) by Newton-Raphson."""

from __future__ import annotations

from neurio_gen.compiler.fixed_point import (
    INT32_MAX,
    INT32_MIN,
    Multiplier,
    doubling_high_multiply,
    multiply,
    quantise_multiplier,
    rounding_divide_by_power,
)
from neurio_gen.compiler.graph import Quantisation

_HALF_ROOT_OF_TWO = 1518500250  # Q0.31
_ONE = 1 << 28  # Q3.28
_GUARD_BITS = 20
_LARGEST_CODE = 127


class ReciprocalRoot:
    """The function between two quantisations."""

    def __init__(self, source: Quantisation, output: Quantisation) -> None:
        scaling = quantise_multiplier(1.0 / (source.scale**0.5 * output.scale))
        self._scaling = Multiplier(scaling.value, scaling.shift - _GUARD_BITS)
        self._zero_point = output.zero_point

    def code(self, x: int) -> int:
        """The output code, not clamped, of a centred input.

        TFLite Micro fails below zero; here, as at zero, the result is the largest code.
        """
        if x <= 0:
            return _LARGEST_CODE
        root = _inverse_root(x)
        raised = multiply(1, Multiplier(root.value, root.shift + _GUARD_BITS))
        return multiply(raised, self._scaling) + self._zero_point


def _inverse_root(x: int) -> Multiplier:
    """1 / sqrt(x) for x in [1, 2^29)."""
    if x == 1:
        return Multiplier(INT32_MAX, 0)
    pairs = (32 - x.bit_length() - 1) // 2 - 1
    shift = 11 - pairs
    half = (x << (2 * pairs)) >> 1
    quarter = rounding_divide_by_power(half, 1)
    root = _ONE
    for _ in range(5):
        square = doubling_high_multiply(root, root)
        cube = _raise(doubling_high_multiply(square, root), 6)
        linear = doubling_high_multiply(_ONE + _ONE // 2, root)
        root = _raise(linear - doubling_high_multiply(quarter, cube), 3)
    root = doubling_high_multiply(root, _HALF_ROOT_OF_TWO)
    if shift < 0:
        root, shift = root << -shift, 0
    return Multiplier(root, -shift)


def _raise(x: int, bits: int) -> int:
    return max(INT32_MIN, min(INT32_MAX, x << bits))
