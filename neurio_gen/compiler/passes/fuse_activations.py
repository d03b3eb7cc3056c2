"""Lets an operator clamp its own output where a separate activation did."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import DType, Graph

_ACTIVATIONS = {"RELU", "RELU6", "RELU_N1_TO_1"}
_CLAMPING = {
    "ADD",
    "CONV_2D",
    "DEPTHWISE_CONV_2D",
    "FULLY_CONNECTED",
    "AVERAGE_POOL_2D",
    "MAX_POOL_2D",
}
_CLAMPING_REALS = {"DIV", "MUL", "SUB"}


def fuse_activations(graph: Graph) -> Graph:
    """The graph with activations fused into the operator before them.

    Only where both sides have the same quantisation, so that the activation is a mere clamp, and
    nobody else reads the value before it.
    """
    consumers = graph.consumers()
    operators = list(graph.operators)
    position = {out: i for i, op in enumerate(operators) for out in op.outputs}
    dropped = set()
    for i, activation in enumerate(operators):
        if activation.kind not in _ACTIVATIONS:
            continue
        source = activation.inputs[0]
        if source not in position or source in graph.results or len(consumers[source]) != 1:
            continue
        before = operators[position[source]]
        same = (
            graph.tensors[source].quantisation == graph.tensors[activation.outputs[0]].quantisation
        )
        unclamped = before.options.get("fused_activation_function", "NONE") == "NONE"
        real = graph.tensors[source].dtype is DType.FLOAT32
        clamps = before.kind in _CLAMPING or (real and before.kind in _CLAMPING_REALS)
        if clamps and same and unclamped:
            options = {**before.options, "fused_activation_function": activation.kind}
            operators[position[source]] = replace(
                before, outputs=activation.outputs, options=options
            )
            position[activation.outputs[0]] = position[source]
            dropped.add(i)
    kept = tuple(op for i, op in enumerate(operators) if i not in dropped)
    return replace(graph, operators=kept)
