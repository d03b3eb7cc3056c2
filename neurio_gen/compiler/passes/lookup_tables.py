"""Turns element-wise functions of 8-bit tensors into table look-ups, chains of them into one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from neurio_gen.compiler import elementwise, scalar_operand
from neurio_gen.compiler.graph import DType, Graph, Operator


def make_lookup_tables(graph: Graph) -> Graph:
    """The graph with element-wise 8-bit operators as LOOKUP, whose option `table` is int8 [256].

    Operators that TFLite Micro's integer arithmetic does not cover stay, and are refused later.
    """
    operators = tuple(_rewrite(graph, operator) for operator in graph.operators)
    return _join_chains(replace(graph, operators=operators))


def _rewrite(graph: Graph, operator: Operator) -> Operator:
    if len(operator.inputs) == 1:
        return _function_of_one(graph, operator)
    if len(operator.inputs) == 2 and None not in operator.inputs:
        return _function_with_scalar(graph, operator)
    return operator


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


def _function_with_scalar(graph: Graph, operator: Operator) -> Operator:
    left, right = (graph.tensor(i) for i in operator.inputs)
    table = scalar_operand.table(operator, left, right, graph.tensors[operator.outputs[0]])
    if table is None:
        return operator
    variable = operator.inputs[1] if left.is_constant else operator.inputs[0]
    return replace(operator, kind="LOOKUP", inputs=(variable,), options={"table": table})


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
        alone = len(readers.get(output, ())) == 1 and output not in graph.outputs
        if operator.kind == "LOOKUP" and alone:
            joinable[output] = before
    return replace(graph, operators=tuple(kept))
