"""Removes operators whose results nobody reads."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import Graph


def remove_dead_code(graph: Graph) -> Graph:
    """The graph without operators that lead neither to a model output nor to a state."""
    wanted = set(graph.results)
    kept = []
    for operator in reversed(graph.operators):
        if wanted.isdisjoint(operator.outputs):
            continue
        kept.append(operator)
        for tensor_id in operator.inputs:
            if tensor_id is not None:
                wanted |= {tensor_id, graph.storage(tensor_id)}
    return replace(graph, operators=tuple(reversed(kept)))
