"""Operators of two int8 tensors where one is a single constant: functions of the other's codes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import activation_range, multiply, quantise_multiplier
from neurio_gen.compiler.graph import DType, Operator, Quantisation, Tensor

_ADD_LEFT_SHIFT = 20

Function = Callable[[int, int], int]
"""Both centred inputs (codes minus zero points) to the output code, before clamping."""


def table(
    operator: Operator, left: Tensor, right: Tensor, output: Tensor
) -> npt.NDArray[np.int8] | None:
    """The output code for every code of the operand that is not constant: int8 [256].

    None where no operand is a single constant, or the operator or the types are others.
    """
    constant, variable = (left, right) if left.is_constant else (right, left)
    tensors = (left, right, output)
    if operator.kind not in _KINDS or any(tensor.dtype != DType.INT8 for tensor in tensors):
        return None
    if constant.data is None or constant.elements != 1 or variable.is_constant:
        return None
    if variable.shape != output.shape or (operator.kind == "PRELU" and constant is left):
        return None
    quantisations = [tensor.quantisation for tensor in tensors]
    a, b, result = quantisations
    if a is None or b is None or result is None or a.per_channel or b.per_channel:
        return None
    function = _KINDS[operator.kind](a, b, result)
    low, high = activation_range(operator.options.get("fused_activation_function", "NONE"), output)
    fixed = int(constant.data.flat[0])
    codes = []
    for code in range(-128, 128):
        first, second = (fixed, code) if constant is left else (code, fixed)
        codes.append(function(first - a.zero_point, second - b.zero_point))
    return np.asarray(np.clip(np.array(codes), low, high), np.int8)


def _sum(sign: int) -> Callable[[Quantisation, Quantisation, Quantisation], Function]:
    def make(left: Quantisation, right: Quantisation, output: Quantisation) -> Function:
        twice_largest = 2 * max(left.scale, right.scale)
        first = quantise_multiplier(left.scale / twice_largest)
        second = quantise_multiplier(right.scale / twice_largest)
        scaling = quantise_multiplier(twice_largest / ((1 << _ADD_LEFT_SHIFT) * output.scale))

        def function(a: int, b: int) -> int:
            scaled = multiply(a << _ADD_LEFT_SHIFT, first)
            scaled += sign * multiply(b << _ADD_LEFT_SHIFT, second)
            return multiply(scaled, scaling) + output.zero_point

        return function

    return make


def _product(left: Quantisation, right: Quantisation, output: Quantisation) -> Function:
    multiplier = quantise_multiplier(left.scale * right.scale / output.scale)
    return lambda a, b: multiply(a * b, multiplier) + output.zero_point


def _prelu(source: Quantisation, slope: Quantisation, output: Quantisation) -> Function:
    above = quantise_multiplier(source.scale / output.scale)
    below = quantise_multiplier(source.scale * slope.scale / output.scale)

    def function(a: int, b: int) -> int:
        scaled = multiply(a, above) if a >= 0 else multiply(a * b, below)
        return scaled + output.zero_point

    return function


def _extreme(
    choose: Callable[[int, int], int],
) -> Callable[[Quantisation, Quantisation, Quantisation], Function]:
    """Of the codes themselves, as in TFLite Micro."""
    return lambda left, right, _: lambda a, b: choose(a + left.zero_point, b + right.zero_point)


_KINDS: dict[str, Callable[[Quantisation, Quantisation, Quantisation], Function]] = {
    "ADD": _sum(1),
    "MAXIMUM": _extreme(max),
    "MINIMUM": _extreme(min),
    "MUL": _product,
    "PRELU": _prelu,
    "SUB": _sum(-1),
}
