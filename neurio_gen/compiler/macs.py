"""Multiply-accumulates of an operator, as MLPerf Tiny and papers count them."""

from __future__ import annotations

from neurio_gen.compiler.control import CONTROL, most_turns, routine_indices
from neurio_gen.compiler.graph import Graph, Operator


def count_macs(graph: Graph, operator: Operator) -> int:
    """Multiply-accumulates of one run of `operator`; 0 for operators that only move or compare.

    Padded positions count as if they were inside, a loop with the most turns that it may make, of
    two branches the one with more.
    """
    if operator.kind in CONTROL:
        return _of_routines(graph, operator)
    if operator.kind not in _WEIGHTED:
        return 0
    weights = graph.tensor(operator.inputs[1])
    if operator.kind == "TRANSPOSE_CONV":
        # Weights are [output channel][y][x][input channel]; every input element meets all of them.
        source = graph.tensor(operator.inputs[2])
        return source.elements // source.shape[-1] * weights.elements
    output = graph.tensors[operator.outputs[0]]
    return output.elements * weights.elements // _filters(operator.kind, weights.shape)


def _of_routines(graph: Graph, operator: Operator) -> int:
    counts = [graph.routines[i].macs for i in routine_indices(operator)]
    if operator.kind == "IF":
        return max(counts)
    return sum(counts) * (most_turns(graph, operator) or 0)


def _filters(kind: str, shape: tuple[int, ...]) -> int:
    """Number of output channels in a weight tensor's shape."""
    return shape[0] if kind in ("CONV_2D", "FULLY_CONNECTED") else shape[-1]


_WEIGHTED = {"CONV_2D", "CONV_3D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV"}
