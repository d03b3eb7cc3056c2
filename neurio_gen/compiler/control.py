"""WHILE and IF: operators that run other subgraphs of the file, and how often a loop turns.

A loop's inputs are values that its condition and its body are given; its outputs are those that the
body changes, `changed` being their positions. A value that the body hands on as it is stays where
it is: no turn copies it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from neurio_gen.compiler.graph import DType, Graph, Operator, Routine, Tensor

_ROUTINES = {
    "WHILE": ("cond_subgraph_index", "body_subgraph_index"),
    "IF": ("then_subgraph_index", "else_subgraph_index"),
}
CONTROL = frozenset(_ROUTINES)
"""Operators that run subgraphs."""

_LARGEST = 2**31 - 1
"""The largest value of a counter."""

_BELOW = {"LESS": (0, 1), "GREATER": (1, 0)}
"""Comparisons that say whether a counter is below its limit: the positions of both."""


def routine_indices(operator: Operator) -> tuple[int, ...]:
    """The subgraphs that an operator runs: condition and body, or the two branches.

    Raises ValueError where the operator does not name them.
    """
    names = _ROUTINES.get(operator.kind, ())
    if any(operator.options.get(name, -1) < 0 for name in names):
        raise ValueError(f"operator {operator.source}, {operator.kind}, names no subgraphs")
    return tuple(int(operator.options[name]) for name in names)


def name_of(index: int) -> str:
    """What generated code calls a subgraph."""
    return f"subgraph_{index}"


def with_control(graph: Graph) -> Graph:
    """The graph with loops whose outputs are what a turn changes, and bodies that give only that.

    Raises ValueError where an operator and its subgraphs do not belong together.
    """
    _check_roles(graph)
    routines = dict(graph.routines)
    operators: list[Operator] = []
    for operator in graph.operators:
        if operator.kind == "IF":
            _check_branches(graph, operator)
        if operator.kind != "WHILE":
            operators.append(operator)
            continue
        _check_loop(graph, operator)
        body = graph.routines[routine_indices(operator)[1]].graph
        changed = tuple(i for i, result in enumerate(body.outputs) if result != body.inputs[i])
        if not changed:
            raise ValueError(f"operator {operator.source}, a WHILE, changes nothing")
        outputs = tuple(body.outputs[i] for i in changed)
        routines[routine_indices(operator)[1]] = Routine(replace(body, outputs=outputs))
        operators += [
            replace(
                operator,
                outputs=tuple(operator.outputs[i] for i in changed),
                options={**operator.options, "changed": changed},
            ),
            *(
                Operator("RESHAPE", (operator.inputs[i],), (operator.outputs[i],), source=-1)
                for i in range(len(operator.outputs))
                if i not in changed
            ),
        ]
    return replace(graph, operators=tuple(operators), routines=routines)


def most_turns(graph: Graph, operator: Operator) -> int | None:
    """The turns that a WHILE makes at the most; None where nothing is known to end it.

    It is ended by a counter: an int32 that begins with a constant, to which each turn adds a
    constant, and that must be below a constant for another turn; other conditions may end it
    sooner.
    """
    condition, body = (graph.routines[i].graph for i in routine_indices(operator))
    changed = operator.options["changed"]
    found = []
    for compared in _conjuncts(condition):
        if compared.kind not in _BELOW:
            continue
        counter, limit = (compared.inputs[i] for i in _BELOW[compared.kind])
        if counter not in condition.inputs:
            continue
        position = condition.inputs.index(counter)
        if position not in changed:
            continue
        first = _number(graph.tensor(operator.inputs[position]))
        step = _step(body, position, changed.index(position))
        last = _limit(graph, operator, condition, limit)
        if first is None or step is None or last is None:
            continue
        if last - 1 + step <= _LARGEST:  # else the counter may wrap, and begin anew
            found.append(max(0, -(-(last - first) // step)))
    return min(found, default=None)


def _conjuncts(condition: Graph) -> Iterable[Operator]:
    """The operators that all must say yes for the condition to do so."""
    producers = condition.producers()
    wanted = [condition.outputs[0]]
    while wanted:
        operator = producers.get(wanted.pop())
        if operator is None:
            continue
        if operator.kind == "LOGICAL_AND":
            wanted += [i for i in operator.inputs if i is not None]
        else:
            yield operator


def _limit(graph: Graph, loop: Operator, condition: Graph, limit: int | None) -> int | None:
    """A constant of the condition, or one that the loop is given and does not change."""
    if limit in condition.inputs:
        position = condition.inputs.index(limit)
        if position in loop.options["changed"]:
            return None
        return _number(graph.tensor(loop.inputs[position]))
    return _number(condition.tensor(limit))


def _step(body: Graph, position: int, result: int) -> int | None:
    """What a turn adds to the value at `position`; None where that is not a positive constant."""
    adds = body.producers().get(body.outputs[result])
    if adds is None or adds.kind != "ADD" or body.inputs[position] not in adds.inputs:
        return None
    if adds.options.get("fused_activation_function", "NONE") != "NONE":
        return None
    (other,) = [i for i in adds.inputs if i != body.inputs[position]] or (None,)
    step = None if other is None else _number(body.tensor(other))
    return step if step is not None and step > 0 else None


def _number(tensor: Tensor) -> int | None:
    if tensor.data is None or tensor.dtype is not DType.INT32 or tensor.elements != 1:
        return None
    return int(np.asarray(tensor.data).flat[0])


def _check_roles(graph: Graph) -> None:
    """No subgraph is the body of a loop and something else besides."""
    users = [operator for operator in graph.operators if operator.kind in CONTROL]
    bodies = {routine_indices(each)[1] for each in users if each.kind == "WHILE"}
    others = {routine_indices(each)[0] for each in users if each.kind == "WHILE"}
    others |= {i for each in users if each.kind == "IF" for i in routine_indices(each)}
    if both := bodies & others:
        raise ValueError(f"subgraph {min(both)} is the body of a loop and something else")


def _check_loop(graph: Graph, operator: Operator) -> None:
    condition, body = (graph.routines[i].graph for i in routine_indices(operator))
    outer = [graph.tensor(i) for i in operator.inputs]
    _check_alike(operator, "condition", outer, _tensors(condition, condition.inputs))
    _check_alike(operator, "body", outer, _tensors(body, body.inputs))
    _check_alike(operator, "body's results", outer, _tensors(body, body.outputs))
    _check_alike(operator, "outputs", outer, _tensors(graph, operator.outputs))
    _check_says_yes_or_no(operator, _tensors(condition, condition.outputs))


def _check_branches(graph: Graph, operator: Operator) -> None:
    given = [graph.tensor(i) for i in operator.inputs]
    _check_says_yes_or_no(operator, given[:1])
    results = _tensors(graph, operator.outputs)
    for branch in (graph.routines[i].graph for i in routine_indices(operator)):
        _check_alike(operator, "branch", given[1:], _tensors(branch, branch.inputs))
        _check_alike(operator, "branch's results", results, _tensors(branch, branch.outputs))


def _tensors(graph: Graph, ids: Iterable[int]) -> list[Tensor]:
    return [graph.tensors[i] for i in ids]


def _check_says_yes_or_no(operator: Operator, said: list[Tensor]) -> None:
    if len(said) != 1 or said[0].dtype is not DType.BOOL or said[0].elements != 1:
        raise ValueError(f"operator {operator.source}, {operator.kind}, has no bool to go by")


def _check_alike(operator: Operator, role: str, outer: list[Tensor], inner: list[Tensor]) -> None:
    kinds = [[(tensor.dtype, tensor.shape) for tensor in tensors] for tensors in (outer, inner)]
    if kinds[0] != kinds[1]:
        raise ValueError(
            f"operator {operator.source}, {operator.kind}, and its {role} differ in number, "
            "types or shapes"
        )


def all_graphs(graph: Graph) -> Iterable[Graph]:
    """The graph and all that its operators run."""
    yield graph
    for routine in graph.routines.values():
        yield from all_graphs(routine.graph)
