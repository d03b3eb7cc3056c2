"""Gives every output and every state a tensor of its own that an operator writes.

An output that is an input, a constant, or part of the state is copied, and so is what a step leaves
in a state, unless an operator can write it there: one that runs after the last reader of what the
step found.
"""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import Graph, Operator, State


def place_results(graph: Graph) -> Graph:
    """The graph with copies added; its views are final."""
    return _Placing(graph).graph()


class _Placing:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._tensors = list(graph.tensors)
        self._before: list[Operator] = []
        self._after: list[Operator] = []
        self._states = {graph.storage(state.source) for state in graph.states}
        self._taken = {graph.storage(tensor_id) for tensor_id in graph.given}

    def graph(self) -> Graph:
        outputs = tuple(self._output(tensor_id) for tensor_id in self._graph.outputs)
        states = tuple(self._state(state) for state in self._graph.states)
        return replace(
            self._graph,
            tensors=tuple(self._tensors),
            operators=(*self._before, *self._graph.operators, *self._after),
            outputs=outputs,
            states=states,
        )

    def _output(self, tensor_id: int) -> int:
        storage = self._graph.storage(tensor_id)
        if storage in self._states:
            return self._copied(tensor_id, self._before)
        if storage in self._taken or self._graph.tensors[storage].is_constant:
            return self._copied(tensor_id, self._after)
        self._taken.add(storage)
        return tensor_id

    def _state(self, state: State) -> State:
        if state.target == state.source:
            return state
        target, storage = state.target, self._graph.storage(state.target)
        if storage in self._states:
            # Other states may be overwritten by the time that this one is.
            target = self._copied(target, self._before)
        elif self._is_free(storage) and self._is_written_late(state.source, storage):
            self._taken.add(storage)
            return state
        return replace(state, target=self._copied(target, self._after))

    def _is_free(self, storage: int) -> bool:
        return storage not in self._taken and not self._graph.tensors[storage].is_constant

    def _is_written_late(self, source: int, target: int) -> bool:
        """Whether all that read the state's memory run before the operator that writes `target`."""
        graph = self._graph
        steps = range(len(graph.operators))
        written = [i for i in steps if target in map(graph.storage, graph.operators[i].outputs)]
        read = [
            i
            for i in steps
            if source in (graph.storage(t) for t in graph.operators[i].inputs if t is not None)
        ]
        return len(written) == 1 and max(read, default=-1) < written[0]

    def _copied(self, tensor_id: int, operators: list[Operator]) -> int:
        self._tensors.append(replace(self._tensors[tensor_id], data=None))
        copy = len(self._tensors) - 1
        operators.append(Operator("RESHAPE", (tensor_id,), (copy,), source=-1))
        return copy
