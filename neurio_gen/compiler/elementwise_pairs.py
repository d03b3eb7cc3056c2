"""Operators of two int8 operands that both depend on one code only: tables of their results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.division import quotient
from neurio_gen.compiler.fixed_point import (
    activation_range,
    multiply,
    quantise_multiplier,
    wrap_int32,
)
from neurio_gen.compiler.graph import DType, Operator, Quantisation, Tensor

Codes = npt.NDArray[Any]
"""What each code -128..127 of a tensor becomes: int8 [256]."""

Function = Callable[[int, int], int]
"""Both centred inputs (codes minus zero points) to the output code, before clamping."""

_ADD_LEFT_SHIFT = 20


def table(
    operator: Operator, tensors: tuple[Tensor, Tensor, Tensor], operands: tuple[Codes, Codes]
) -> Codes | None:
    """The output's codes, from those of both operands; `tensors` are left, right, and output.

    None where the operator or the types are others.
    """
    if operator.kind not in KINDS or any(tensor.dtype != DType.INT8 for tensor in tensors):
        return None
    left, right, output = (tensor.quantisation for tensor in tensors)
    if left is None or right is None or output is None or left.per_channel or right.per_channel:
        return None
    function = KINDS[operator.kind](left, right, output)
    activation = operator.options.get("fused_activation_function", "NONE")
    low, high = activation_range(activation, tensors[2])
    codes = [
        wrap_int32(function(int(a) - left.zero_point, int(b) - right.zero_point))
        for a, b in zip(*operands, strict=True)
    ]
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


def _quotient(left: Quantisation, right: Quantisation, output: Quantisation) -> Function:
    scaling = quantise_multiplier(left.scale / (right.scale * output.scale))
    return lambda a, b: quotient(a, b, scaling) + output.zero_point


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


KINDS: dict[str, Callable[[Quantisation, Quantisation, Quantisation], Function]] = {
    "ADD": _sum(1),
    "DIV": _quotient,
    "MAXIMUM": _extreme(max),
    "MINIMUM": _extreme(min),
    "MUL": _product,
    "PRELU": _prelu,
    "SUB": _sum(-1),
}
"""Operators that may become tables."""
