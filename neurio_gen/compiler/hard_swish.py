"""HARD_SWISH in TFLite Micro's 16-bit fixed-point arithmetic: x * relu6(x + 3) / 6."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.fixed_point import quantise_multiplier, rounding_divide_by_power
from neurio_gen.compiler.graph import Quantisation

_INT16_MAX = 32767
_INT16_MIN = -32768
_LARGEST_SHIFT = 15
"""Bits that a 16-bit number may be divided by."""
_HIGH_RESOLUTION_BITS = 7
"""Bits that a centred code gains, so that it fills 16 bits."""


class HardSwish:
    """The function between two quantisations."""

    def __init__(self, source: Quantisation, output: Quantisation) -> None:
        fine = np.float32(source.scale) / np.float32(2**_HIGH_RESOLUTION_BITS)
        # 3.0 becomes 2^15 in the gate's fixed point.
        to_gate = quantise_multiplier(float(fine / (np.float32(3) / np.float32(2**15))))
        to_output = quantise_multiplier(float(fine / np.float32(output.scale)))
        self._zero_point = output.zero_point
        self._gate_multiplier = _upper_half(to_gate.value)
        self._gate_shift = to_gate.shift
        self._output_multiplier = _upper_half(to_output.value)
        self._output_shift = to_output.shift

    def problems(self) -> list[str]:
        """What TFLite Micro refuses."""
        if self._output_shift > 0:
            return ["its input's scale is more than 128 times its output's"]
        if min(self._gate_shift, self._output_shift) < -_LARGEST_SHIFT:
            return ["its scales are too far apart for 16-bit arithmetic"]
        return []

    def code(self, x: int) -> int:
        """The output code, not clamped, of a centred input in [-255, 255]."""
        fine = x << _HIGH_RESOLUTION_BITS
        value = _rounding_high_product(fine, self._output_multiplier)
        product = _truncating_high_product(self._gate(fine), value)
        return rounding_divide_by_power(product, -self._output_shift) + self._zero_point

    def _gate(self, fine: int) -> int:
        """relu6(x + 3) / 6 in Q0.15."""
        gate = fine
        if self._gate_shift > 0:
            gate = _saturate(gate << (self._gate_shift - 1))
        gate = _rounding_high_product(gate, self._gate_multiplier)
        if self._gate_shift > 0:
            gate = _saturate(gate << 1)
        elif self._gate_shift < 0:
            gate = rounding_divide_by_power(gate, -self._gate_shift)
        return (gate + 2**15) >> 1


def _upper_half(multiplier: int) -> int:
    """A 31-bit multiplier rounded to 15 bits."""
    if multiplier >= 2**31 - 1 - 2**15:
        return _INT16_MAX
    return (multiplier + 2**15) >> 16


def _rounding_high_product(a: int, b: int) -> int:
    return _saturate((a * b + 2**14) >> 15)


def _truncating_high_product(a: int, b: int) -> int:
    product = abs(a * b) >> 15
    return _saturate(product if a * b >= 0 else -product)


def _saturate(x: int) -> int:
    return max(_INT16_MIN, min(_INT16_MAX, x))
