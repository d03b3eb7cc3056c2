"""Turns functions of one 8-bit tensor's elements into table look-ups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import elementwise, elementwise_pairs
from neurio_gen.compiler.graph import DType, Graph, Operator

Codes = npt.NDArray[Any]
_ALL_CODES = np.arange(-128, 128).astype(np.int8)


def make_lookup_tables(graph: Graph) -> Graph:
    """The graph with such functions as LOOKUP, whose option `table` is int8 [256].

    Among them are operators of two inputs where one is a single constant, or where both depend on
    the same tensor, such as x * logistic(x). Operators that TFLite Micro's integer arithmetic does
    not cover stay, and are refused later.
    """
    return _join_chains(_Tables(_signed(graph)).graph())


def _signed(graph: Graph) -> Graph:
    """The graph with each QUANTIZE from int8 to uint8 as a LOOKUP of int8, its output a view."""
    tensors, views, operators = list(graph.tensors), dict(graph.views), []
    for operator in graph.operators:
        operators.append(operator)
        if operator.kind != "QUANTIZE":
            continue
        source, output = graph.tensor(operator.inputs[0]), tensors[operator.outputs[0]]
        quantised = source.quantisation is not None and output.quantisation is not None
        if quantised and (source.dtype, output.dtype) == (DType.INT8, DType.UINT8):
            views[operator.outputs[0]] = codes = len(tensors)
            tensors.append(replace(output, dtype=DType.INT8))
            options = {"table": elementwise.table(operator, source, output)}
            operators[-1] = replace(operator, kind="LOOKUP", outputs=(codes,), options=options)
    return replace(graph, tensors=tuple(tensors), operators=tuple(operators), views=views)


class _Tables:
    """Follows which int8 tensors are functions of one other's codes."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[int, tuple[int, Codes]] = {}

    def graph(self) -> Graph:
        """All operators, rewritten where a table serves."""
        operators = tuple(self._rewrite(operator) for operator in self._graph.operators)
        return replace(self._graph, operators=operators)

    def _rewrite(self, operator: Operator) -> Operator:
        if len(operator.inputs) == 1:
            operator = _function_of_one(self._graph, operator)
        elif len(operator.inputs) == 2 and operator.kind in elementwise_pairs.KINDS:
            operator = self._function_of_two(operator)
        source = operator.inputs[0] if operator.inputs else None
        if operator.kind == "LOOKUP" and self._graph.tensor(source).dtype == DType.INT8:
            assert source is not None
            root, codes = self._known.get(source, (source, _ALL_CODES))
            joined = operator.options["table"][codes.astype(np.int16) + 128]
            self._known[operator.outputs[0]] = (root, joined)
        return operator

    def _function_of_two(self, operator: Operator) -> Operator:
        operands = [self._operand(tensor_id) for tensor_id in operator.inputs]
        roots = {root for root, _ in operands if root is not None}
        output = self._graph.tensors[operator.outputs[0]]
        if len(roots) != 1:
            return operator
        (root,) = roots
        if self._graph.tensors[root].shape != output.shape:
            return operator
        left, right = (self._graph.tensor(tensor_id) for tensor_id in operator.inputs)
        codes = operands[0][1], operands[1][1]
        table = elementwise_pairs.table(operator, (left, right, output), codes)
        if table is None:
            return operator
        return replace(operator, kind="LOOKUP", inputs=(root,), options={"table": table})

    def _operand(self, tensor_id: int | None) -> tuple[int | None, Codes]:
        """The tensor that an operand depends on, None for a single constant, and its codes."""
        tensor = self._graph.tensor(tensor_id)
        assert tensor_id is not None
        if tensor.data is not None and tensor.elements == 1:
            return None, np.full(256, tensor.data.flat[0])
        return self._known.get(tensor_id, (tensor_id, _ALL_CODES))


def _function_of_one(graph: Graph, operator: Operator) -> Operator:
    if operator.kind not in elementwise.KINDS:
        return operator
    source, output = graph.tensor(operator.inputs[0]), graph.tensors[operator.outputs[0]]
    unsigned = source.dtype == DType.UINT8 and operator.kind == "QUANTIZE"
    if not (source.dtype == DType.INT8 or unsigned) or output.dtype != DType.INT8:
        return operator
    if source.quantisation is None or output.quantisation is None:
        return operator
    if elementwise.problems(operator, source, output):
        return operator
    options = {"table": elementwise.table(operator, source, output)}
    return replace(operator, kind="LOOKUP", options=options)


def _join_chains(graph: Graph) -> Graph:
    """A look-up whose only reader is a look-up gives that one its table."""
    readers = graph.consumers()
    kept: list[Operator] = []
    joinable: dict[int | None, int] = {}
    for operator in graph.operators:
        before = joinable.get(operator.inputs[0]) if operator.kind == "LOOKUP" else None
        if before is None:
            before = len(kept)
            kept.append(operator)
        else:
            codes = kept[before].options["table"].astype(np.int16) + 128
            joined = {"table": operator.options["table"][codes]}
            kept[before] = replace(kept[before], outputs=operator.outputs, options=joined)
        output = operator.outputs[0]
        alone = len(readers.get(output, ())) == 1 and output not in graph.results
        if operator.kind == "LOOKUP" and alone:
            joinable[output] = before
    return replace(graph, operators=tuple(kept))
