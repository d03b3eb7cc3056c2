"""How far outputs may be from the oracle's where float32 is not computed in the same way.

Kernels of float32 take sums in TFLite Micro's order, without fused operations, and give its bytes.
What differs are functions of the C library, whose last bits are nobody's standard, and kernels that
round less often. Such differences are counted in units of the last place and followed through the
graph: a function of the C library brings 4 units, a sum of n products sqrt(n), as the rounding
errors of n steps are of either sign. So are those of layers: their squares add up. Of several
operands, the one that is farthest off counts. The result is relative to the largest magnitude of an
output.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot, log10, sqrt

from neurio_gen.compiler.control import CONTROL, most_turns, routine_indices
from neurio_gen.compiler.graph import DType, Graph, Operator

_UNIT = 2.0**-22
"""A unit of the last place is 2^-23 of a number or less; this is twice that."""

_FUNCTION = 4.0
"""Units that two implementations of a function of the C library are apart, at the most."""

_EXPONENT = 8.0
"""Softmax makes half of an argument's error its own, and arguments are as large as 16."""

_EXPONENTIALS = frozenset(("EXP", "LOG_SOFTMAX", "SOFTMAX"))
_WEIGHTED = frozenset(
    ("CONV_2D", "CONV_3D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "SVDF", "TRANSPOSE_CONV")
)
_LAST_AXIS = frozenset(("CONV_3D", "DEPTHWISE_CONV_2D"))  # where filters are counted
_CODES = frozenset((DType.INT8, DType.UINT8, DType.INT16))


@dataclass(frozen=True)
class Tolerance:
    """What an output may differ by; nothing, as a rule: then every byte counts.

    `relative` is for float32 outputs, to the largest magnitude that the oracle gave for the output;
    `codes` for all others.
    """

    relative: float = 0.0
    codes: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.relative or self.codes)

    def widened(self, other: Tolerance) -> Tolerance:
        """The larger of both."""
        return Tolerance(max(self.relative, other.relative), max(self.codes, other.codes))


EXACT = Tolerance()


def tolerance_of(graph: Graph, approximate: Sequence[bool]) -> Tolerance:
    """The tolerance for a graph; `approximate` says which operators round otherwise."""
    errors: dict[int, float] = {}
    for _ in range(2 if graph.states else 1):
        for operator, other in zip(graph.operators, approximate, strict=True):
            error = _error(graph, operator, errors, other=other)
            for tensor_id in operator.outputs:
                errors[graph.storage(tensor_id)] = error
        for state in graph.states:
            errors[graph.storage(state.source)] = errors.get(graph.storage(state.target), 0.0)
    found = EXACT
    for tensor_id in graph.outputs:
        error = errors.get(graph.storage(tensor_id), 0.0)
        if graph.tensors[tensor_id].dtype is DType.FLOAT32:
            found = found.widened(Tolerance(relative=_rounded_up(error * _UNIT)))
        elif graph.tensors[tensor_id].dtype in _CODES:
            found = found.widened(Tolerance(codes=ceil(error)))
    return found


def _error(graph: Graph, operator: Operator, errors: dict[int, float], *, other: bool) -> float:
    """Units of a float32 output, codes of a quantised one."""
    inputs = [graph.storage(i) for i in operator.inputs if i is not None]
    before = [errors.get(i, 0.0) for i in inputs]
    real = any(graph.tensors[i].dtype is DType.FLOAT32 for i in operator.outputs)
    computes = other and real and operator.kind != "DEQUANTIZE"  # one product
    if not any(before) and not computes:
        return 0.0
    if operator.kind == "DEQUANTIZE":
        return max(before) / 128 / _UNIT
    if operator.kind == "QUANTIZE" and graph.tensors[inputs[0]].dtype is DType.FLOAT32:
        return 1.0  # a number between two codes, either of which may be taken
    if not real:
        return max(before) + (operator.kind in _WEIGHTED)
    inherited = max(before) * (_EXPONENT if operator.kind in _EXPONENTIALS else 1.0)
    return hypot(inherited, _own(graph, operator))


def _own(graph: Graph, operator: Operator) -> float:
    """Units that an operator adds where it rounds otherwise, or gets other numbers."""
    if operator.kind in CONTROL:
        errors = [graph.routines[i].relative_error for i in routine_indices(operator)]
        turns = most_turns(graph, operator) if operator.kind == "WHILE" else 1
        return max(errors) / _UNIT * (turns or 1)  # each turn goes on from the last one's results
    if operator.kind == "UNIDIRECTIONAL_SEQUENCE_LSTM":
        # Each step goes on from the state of the last one, and has functions of both operands.
        steps, inputs = graph.tensor(operator.inputs[0]).shape[1:]
        units = graph.tensors[operator.outputs[0]].shape[2]
        return steps * (2 * _FUNCTION + sqrt(inputs + units))
    if operator.kind in _WEIGHTED:
        weights = graph.tensor(operator.inputs[1])
        filters = weights.shape[-1 if operator.kind in _LAST_AXIS else 0]
        return sqrt(weights.elements / filters)
    if operator.kind in ("AVERAGE_POOL_2D", "BATCH_MATMUL", "MEAN", "SUM"):
        source, output = graph.tensor(operator.inputs[0]), graph.tensors[operator.outputs[0]]
        return sqrt(max(source.elements / output.elements, source.shape[-1]))
    return _FUNCTION


def _rounded_up(value: float) -> float:
    """To one digit that is not 0: `3e-06`."""
    if value <= 0.0:
        return 0.0
    power = floor(log10(value))
    return float(f"{ceil(value / 10.0**power - 1e-9)}e{power}")
