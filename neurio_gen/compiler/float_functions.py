"""Element-wise float32 functions as TFLite Micro's float kernels compute them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.graph import Operator

Reals = npt.NDArray[Any]
"""float32 values, one for each code of the tensor that they depend on."""

_CLAMPS = {"RELU": (0.0, math.inf), "RELU6": (0.0, 6.0), "RELU_N1_TO_1": (-1.0, 1.0)}
_LOGISTIC_IS_ONE = np.float32(16.619047164916992188)
_LOGISTIC_IS_EXP = np.float32(-9.0)


def function(operator: Operator, operands: list[Reals]) -> Reals | None:
    """The results, or None where the operator is no such function or a result is not finite."""
    kinds: dict[int, dict[str, Callable[..., Reals]]] = {1: _ONE, 2: _TWO}
    kind = kinds.get(len(operands), {}).get(operator.kind)
    if kind is None:
        return None
    with np.errstate(all="ignore"):
        if operator.kind == "LEAKY_RELU":
            slope = np.float32(operator.options.get("alpha", 0.0))
            result = np.where(operands[0] > 0, operands[0], operands[0] * slope)
        else:
            result = kind(*operands)
    activation = operator.options.get("fused_activation_function", "NONE")
    if activation in _CLAMPS:
        result = np.clip(result, *_CLAMPS[activation])
    elif activation != "NONE":
        return None
    return result.astype(np.float32) if np.isfinite(result).all() else None


def _exact(compute: Callable[[float], float]) -> Callable[[Reals], Reals]:
    """A function of the C library: computed in float64, rounded once; NaN where undefined."""

    def one(value: float) -> float:
        try:
            return compute(value)
        except (ValueError, OverflowError):
            return math.nan

    return lambda x: np.array([one(float(value)) for value in x]).astype(np.float32)


_exp = _exact(math.exp)


def _logistic(x: Reals) -> Reals:
    middle = np.float32(1) / (np.float32(1) + _exp(-np.clip(x, -80, 80)))
    result = np.where(x < _LOGISTIC_IS_EXP, _exp(x), middle)
    return np.where(x > _LOGISTIC_IS_ONE, np.float32(1), result)


def _clamp(kind: str) -> Callable[[Reals], Reals]:
    return lambda x: np.clip(x, *_CLAMPS[kind])


def _hard_swish(x: Reals) -> Reals:
    three, six = np.float32(3), np.float32(6)
    return np.asarray(x * np.clip(x + three, np.float32(0), six) / six)


_ONE: dict[str, Callable[[Reals], Reals]] = {
    "ABS": np.abs,
    "CEIL": np.ceil,
    "COS": _exact(math.cos),
    "ELU": lambda x: np.where(x < 0, _exact(math.expm1)(x), x),
    "EXP": _exp,
    "FLOOR": np.floor,
    "HARD_SWISH": _hard_swish,
    "LEAKY_RELU": lambda x: x,
    "LOG": _exact(math.log),
    "LOGISTIC": _logistic,
    "NEG": np.negative,
    "RELU": _clamp("RELU"),
    "RELU6": _clamp("RELU6"),
    "RSQRT": lambda x: np.float32(1) / np.sqrt(x),
    "SIN": _exact(math.sin),
    "SQRT": np.sqrt,
    "SQUARE": lambda x: x * x,
    "TANH": _exact(math.tanh),
}
_TWO: dict[str, Callable[[Reals, Reals], Reals]] = {
    "ADD": np.add,
    "DIV": np.divide,
    "MAXIMUM": np.maximum,
    "MINIMUM": np.minimum,
    "MUL": np.multiply,
    "SUB": np.subtract,
}
KINDS = frozenset(_ONE) | frozenset(_TWO)
"""Operators that these functions cover."""
