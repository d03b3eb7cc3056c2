"""Operators that are others under another name: one kernel runs both."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import Graph, Operator


def use_common_names(graph: Graph) -> Graph:
    """The graph with FILL as BROADCAST_TO and EMBEDDING_LOOKUP as GATHER."""
    operators = tuple(_common(graph, operator) for operator in graph.operators)
    return replace(graph, operators=operators)


def _common(graph: Graph, operator: Operator) -> Operator:
    if operator.kind == "FILL":
        sizes, value = operator.inputs
        return replace(operator, kind="BROADCAST_TO", inputs=(value, sizes), options={})
    if operator.kind == "EMBEDDING_LOOKUP":
        indices, rows = operator.inputs
        same = graph.tensor(rows).dtype is graph.tensors[operator.outputs[0]].dtype
        if same:
            options = {"axis": 0, "batch_dims": 0}
            return replace(operator, kind="GATHER", inputs=(rows, indices), options=options)
    return operator
