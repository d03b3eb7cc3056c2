"""Turns operators that only change a shape into views of the same memory."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import Graph

_RESHAPES = {"RESHAPE", "SQUEEZE", "EXPAND_DIMS"}


def make_views(graph: Graph) -> Graph:
    """The graph without reshapes, where a view serves.

    A view does not serve from a model input or a state to a model output, nor where two model
    outputs would share memory: such a reshape stays and becomes a copy.
    """
    views = dict(graph.views)
    results = graph.results
    owners = {graph.storage(tensor_id) for tensor_id in graph.given} | results
    kept = []
    for operator in graph.operators:
        if operator.kind not in _RESHAPES or operator.inputs[0] is None:
            kept.append(operator)
            continue
        storage = replace(graph, views=views).storage(operator.inputs[0])
        target = operator.outputs[0]
        same_size = graph.tensors[storage].nbytes == graph.tensors[target].nbytes
        constant = graph.tensors[storage].is_constant
        if not same_size or constant or (target in results and storage in owners):
            # What it asked for is in its output's shape: a copy reads one input.
            kept.append(replace(operator, inputs=operator.inputs[:1]))
            continue
        if target in results:
            owners.add(storage)
        views[target] = storage
    return replace(graph, operators=tuple(kept), views=views)
