"""Element-wise int8 functions as tables: code of the input -> code of the output.

Each function follows TFLite Micro's integer arithmetic step by step, so that the table holds what
its kernel would compute. A table is int8 [256], indexed by input code + 128 (int8 inputs) or by
the code (uint8 inputs).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.exponential import logistic, tanh
from neurio_gen.compiler.fixed_point import (
    multiply,
    quantise_multiplier,
    rounding_divide_by_power,
    type_range,
    wrap_int32,
)
from neurio_gen.compiler.graph import Operator, Quantisation, Tensor
from neurio_gen.compiler.hard_swish import HardSwish
from neurio_gen.compiler.reciprocal_root import ReciprocalRoot

Function = Callable[[int], int]
"""Centred input (code minus zero point) to output code, before clamping to the type."""

_INPUT_BITS = 4
"""Integer bits of logistic's and tanh's argument."""


@dataclass(frozen=True)
class _Sides:
    """The quantisation on both sides of an operator, and its options."""

    source: Quantisation
    output: Quantisation
    operator: Operator

    def factor(self) -> float:
        """Input scale by output scale, float64."""
        return self.source.scale / self.output.scale


def table(operator: Operator, source: Tensor, output: Tensor) -> npt.NDArray[np.int8]:
    """The table of an operator of `KINDS` between two quantised 8-bit tensors.

    Codes of a uint8 output are held by their bits.
    """
    assert source.quantisation is not None and output.quantisation is not None
    function = KINDS[operator.kind](_Sides(source.quantisation, output.quantisation, operator))
    first, last = type_range(source.dtype)
    low, high = type_range(output.dtype)
    zero = source.quantisation.zero_point
    codes = [wrap_int32(function(code - zero)) for code in range(first, last + 1)]
    clipped = np.clip(np.array(codes), low, high).astype(output.dtype.value)
    return np.asarray(clipped.view(np.int8), np.int8)


def problems(operator: Operator, source: Tensor, output: Tensor) -> list[str]:
    """What TFLite Micro's integer arithmetic does not cover, a sentence each."""
    assert source.quantisation is not None and output.quantisation is not None
    if operator.kind == "LEAKY_RELU" and operator.options.get("alpha", 0.0) < 0:
        return ["its slope is negative"]
    if operator.kind == "LOGISTIC" and output.quantisation.zero_point != -128:
        return ["its output has a zero point other than -128"]
    if operator.kind == "HARD_SWISH":
        return HardSwish(source.quantisation, output.quantisation).problems()
    if operator.kind == "RELU_N1_TO_1" and source.quantisation != output.quantisation:
        return ["its input and output are quantised differently"]
    return []


def _rescale(sides: _Sides, factor: float) -> Function:
    multiplier = quantise_multiplier(factor)
    zero = sides.output.zero_point
    return lambda x: zero + multiply(x, multiplier)


def _quantize(sides: _Sides) -> Function:
    return _rescale(sides, sides.factor())


def _relu(sides: _Sides) -> Function:
    rescaled = _rescale(sides, sides.factor())
    return lambda x: max(rescaled(x), sides.output.zero_point)


def _clamp(low: float, high: float) -> Callable[[_Sides], Function]:
    """A clamp of the input's codes. As in TFLite Micro, the output's quantisation plays no part."""

    def make(sides: _Sides) -> Function:
        source = sides.source

        def code(real: float) -> int:
            scaled = np.float32(real) / np.float32(source.scale)
            return source.zero_point + math.floor(abs(scaled) + 0.5) * (1 if real >= 0 else -1)

        first, last = code(low), code(high)
        return lambda x: max(first, min(last, x + source.zero_point))

    return make


def _leaky_relu(sides: _Sides) -> Function:
    slope = float(np.float32(sides.operator.options.get("alpha", 0.0)))
    above = _rescale(sides, sides.factor())
    below = _rescale(sides, sides.source.scale * slope / sides.output.scale)
    return lambda x: above(x) if x >= 0 else below(x)


def _absolute(sides: _Sides) -> Function:
    rescaled = _rescale(sides, sides.factor())
    if sides.source.scale == sides.output.scale:
        return lambda x: abs(x) + sides.output.zero_point
    return lambda x: rescaled(abs(x))


def _elu(sides: _Sides) -> Function:
    inverse = np.float32(1) / np.float32(sides.output.scale)

    def function(x: int) -> int:
        real = np.float32(sides.source.scale) * np.float32(x)
        if real < 0:
            real = np.float32(math.exp(float(real))) - np.float32(1)
        scaled = float(real * inverse)
        rounded = math.floor(abs(scaled) + 0.5) * (1 if scaled >= 0 else -1)
        return int(rounded) + sides.output.zero_point

    return function


def _saturating(
    fixed_point: Callable[[int, int], int], fraction_bits: int, zero: int
) -> Callable[[_Sides], Function]:
    """A function that is flat outside of [-16, 16) and has `fraction_bits` in its result."""

    def make(sides: _Sides) -> Function:
        multiplier = quantise_multiplier(sides.source.scale * 2 ** (31 - _INPUT_BITS))
        limit = (2**_INPUT_BITS - 1) * 2.0 ** (31 - _INPUT_BITS - multiplier.shift)
        radius = math.floor(limit)

        def function(x: int) -> int:
            if x <= -radius:
                return -128
            if x >= radius:
                return 127
            result = fixed_point(multiply(x, multiplier), _INPUT_BITS)
            return rounding_divide_by_power(result, 31 - fraction_bits) + zero

        return function

    return make


def _hard_swish(sides: _Sides) -> Function:
    return HardSwish(sides.source, sides.output).code


def _reciprocal_root(sides: _Sides) -> Function:
    return ReciprocalRoot(sides.source, sides.output).code


KINDS: dict[str, Callable[[_Sides], Function]] = {
    "ABS": _absolute,
    "ELU": _elu,
    "HARD_SWISH": _hard_swish,
    "LEAKY_RELU": _leaky_relu,
    "LOGISTIC": _saturating(logistic, 8, -128),
    "QUANTIZE": _quantize,
    "RELU": _relu,
    "RELU6": _clamp(0.0, 6.0),
    "RELU_N1_TO_1": _clamp(-1.0, 1.0),
    "RSQRT": _reciprocal_root,
    "TANH": _saturating(tanh, 7, 0),
}
"""Operators that become tables."""
