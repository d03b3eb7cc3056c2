"""Turns element-wise float32 code between DEQUANTIZE and QUANTIZE into table look-ups.

Converters leave functions in float that they cannot quantise, such as ELU or x * sigmoid(x). What
depends on one int8 tensor only is a function of its 256 codes, computed here in float32.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from neurio_gen.compiler import float_functions
from neurio_gen.compiler.graph import DType, Graph, Operator

_CODES = {DType.INT8: np.arange(-128, 128), DType.UINT8: np.arange(256)}
"""In the order of a table's entries."""
_UNDEFINED = 2.0**31 - 256
"""From here on, TFLite Micro's conversion to a whole number is undefined."""

Known = dict[int, tuple[int, float_functions.Reals]]
"""float32 tensor -> the int8 or uint8 tensor that it depends on, and its value for each code."""


def fold_float_islands(graph: Graph) -> Graph:
    """The graph with such a QUANTIZE as LOOKUP of the int8 tensor before; the rest becomes dead."""
    known: Known = {}
    operators = []
    for operator in graph.operators:
        source = _known(operator, known)
        if operator.kind == "QUANTIZE" and source is not None:
            operators.append(_quantise(graph, operator, *source))
            continue
        operators.append(operator)
        if operator.kind == "DEQUANTIZE":
            _dequantise(graph, operator, known)
        elif operator.kind in float_functions.KINDS:
            _apply(graph, operator, known)
    return replace(graph, operators=tuple(operators))


def _known(operator: Operator, known: Known) -> tuple[int, float_functions.Reals] | None:
    first = operator.inputs[0] if operator.inputs else None
    return None if first is None else known.get(first)


def _dequantise(graph: Graph, operator: Operator, known: Known) -> None:
    source = graph.tensor(operator.inputs[0])
    quantisation = source.quantisation
    if source.dtype not in _CODES or quantisation is None or quantisation.per_channel:
        return
    if source.is_constant or operator.inputs[0] is None:
        return
    centred = (_CODES[source.dtype] - quantisation.zero_point).astype(np.float32)
    known[operator.outputs[0]] = operator.inputs[0], np.float32(quantisation.scale) * centred


def _apply(graph: Graph, operator: Operator, known: Known) -> None:
    """Note the result of a function whose operands depend on one tensor or are one constant."""
    roots, operands = set(), []
    for tensor_id in operator.inputs:
        tensor = graph.tensor(tensor_id)
        if tensor_id in known:
            root, values = known[tensor_id]
            roots.add(root)
            operands.append(values)
        elif tensor.data is not None and tensor.elements == 1:
            operands.append(np.full(256, tensor.data.flat[0], np.float32))
        else:
            return
    output = graph.tensors[operator.outputs[0]]
    if len(roots) != 1 or output.dtype != DType.FLOAT32:
        return
    (root,) = roots
    result = float_functions.function(operator, operands)
    if result is not None and graph.tensors[root].shape == output.shape:
        known[operator.outputs[0]] = root, result


def _quantise(
    graph: Graph, operator: Operator, root: int, values: float_functions.Reals
) -> Operator:
    output = graph.tensors[operator.outputs[0]]
    if output.dtype != DType.INT8 or output.quantisation is None:
        return operator
    steps = (values / np.float32(output.quantisation.scale)).astype(np.float64)
    if not np.abs(steps).max() < _UNDEFINED:
        return operator
    rounded = np.copysign(np.floor(np.abs(steps) + 0.5), steps)
    codes = np.clip(rounded + output.quantisation.zero_point, -128, 127).astype(np.int8)
    return replace(operator, kind="LOOKUP", inputs=(root,), options={"table": codes})
