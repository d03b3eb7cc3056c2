"""What a model takes and gives, for who runs it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.graph import Graph, Tensor


@dataclass(frozen=True, eq=False)
class Signature:
    """The model's inputs and outputs, and whether it keeps state from one call to the next."""

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    stateful: bool


def signature_of(graph: Graph) -> Signature:
    """The signature of a model that was read."""
    return Signature(
        tuple(graph.tensors[index] for index in graph.inputs),
        tuple(graph.tensors[index] for index in graph.outputs),
        bool(graph.states),
    )
