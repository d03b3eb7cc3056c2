"""Resource variables as states of the graph: VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE, CALL_ONCE.

A variable is followed through the operators: what is read of it is the tensor that was assigned
last, or the state that the step before has left. No operator on variables remains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.graph import DType, Operator, State, Tensor

Array = npt.NDArray[Any]

VARIABLES = frozenset(("ASSIGN_VARIABLE", "CALL_ONCE", "READ_VARIABLE", "VAR_HANDLE"))
"""Operators on variables."""

Key = tuple[bytes, bytes]
"""What tells variables apart: container and shared name."""

Subgraph = tuple[Sequence[Tensor], Sequence[Operator]]
"""Tensors and operators of a subgraph."""


@dataclass(frozen=True, eq=False)
class Resolved:
    """Tensors and operators without variables, and the states in their place."""

    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    states: tuple[State, ...]


def resolve_variables(
    tensors: Sequence[Tensor],
    operators: Sequence[Operator],
    called: Callable[[int], Subgraph],
) -> Resolved:
    """The graph's operators with its variables followed; `called` reads a subgraph by its index.

    Raises ValueError where a variable is used in a way that has no meaning, or that is not
    supported: its first value must be a constant of CALL_ONCE's subgraph, or nothing.
    """
    following = _Following(tensors)
    for operator in operators:
        following.take(operator, called)
    return following.resolved()


class _Following:
    def __init__(self, tensors: Sequence[Tensor]) -> None:
        self._tensors = list(tensors)
        self._handles: dict[int, Key] = {}
        self._first: dict[Key, Array] = {}
        self._sources: dict[Key, int] = {}
        self._now: dict[Key, int] = {}
        self._kept: list[Operator] = []

    def take(self, operator: Operator, called: Callable[[int], Subgraph]) -> None:
        """The next operator of the model."""
        if operator.kind == "CALL_ONCE":
            self._first |= _initial_values(*called(int(operator.options["init_subgraph_index"])))
        elif operator.kind == "VAR_HANDLE":
            self._handles[operator.outputs[0]] = _key(operator)
        elif operator.kind == "READ_VARIABLE":
            self._read(self._variable(operator), operator)
        elif operator.kind == "ASSIGN_VARIABLE":
            value = operator.inputs[1]
            if value is None:
                raise ValueError(f"operator {operator.source} assigns nothing")
            self._now[self._variable(operator)] = value
        else:
            self._kept.append(operator)

    def resolved(self) -> Resolved:
        """What remains of the model."""
        states = []
        for key, source in self._sources.items():
            initial = self._initial(key, source)
            target = self._now[key]
            _check_same_kind(self._tensors[source], self._tensors[target])
            if target == source:
                self._tensors[source] = replace(self._tensors[source], data=initial)
            else:
                states.append(State(source, target, initial))
        return Resolved(tuple(self._tensors), tuple(self._kept), tuple(states))

    def _variable(self, operator: Operator) -> Key:
        handle = operator.inputs[0] if operator.inputs else None
        if handle not in self._handles:
            raise ValueError(f"operator {operator.source} names no variable")
        return self._handles[handle]

    def _read(self, key: Key, operator: Operator) -> None:
        (output,) = operator.outputs
        if key not in self._now:
            self._sources[key] = self._now[key] = output
            return
        _check_same_kind(self._tensors[self._now[key]], self._tensors[output])
        self._kept.append(replace(operator, kind="RESHAPE", inputs=(self._now[key],)))

    def _initial(self, key: Key, source: int) -> Array:
        tensor = self._tensors[source]
        value = self._first.get(key)
        if value is None:
            return resting(tensor)
        if value.nbytes != tensor.nbytes or value.dtype.name != tensor.dtype.value:
            raise ValueError(f"variable {_shown(key)} begins with {value.nbytes} bytes")
        return value.reshape(tensor.shape)


def resting(tensor: Tensor) -> Array:
    """What TFLite Micro fills a variable with: the zero point of int8, else zeros."""
    quantised = tensor.dtype is DType.INT8 and tensor.quantisation is not None
    zero = tensor.quantisation.zero_point if quantised and tensor.quantisation else 0
    return np.full(tensor.shape, zero, tensor.dtype.value)


def _initial_values(
    tensors: Sequence[Tensor], operators: Sequence[Operator]
) -> Mapping[Key, Array]:
    """What a subgraph that is called once assigns to variables."""
    handles: dict[int | None, Key] = {}
    values = {}
    for operator in operators:
        if operator.kind == "VAR_HANDLE":
            handles[operator.outputs[0]] = _key(operator)
            continue
        if operator.kind != "ASSIGN_VARIABLE" or operator.inputs[0] not in handles:
            raise ValueError(f"what is called once has a {operator.kind}")
        value = operator.inputs[1]
        data = None if value is None else tensors[value].data
        if data is None:
            raise ValueError("what is called once assigns what is no constant")
        values[handles[operator.inputs[0]]] = data
    return values


def _key(operator: Operator) -> Key:
    return operator.options.get("container") or b"", operator.options.get("shared_name") or b""


def _shown(key: Key) -> str:
    return repr(key[1].decode(errors="replace"))


def _check_same_kind(left: Tensor, right: Tensor) -> None:
    if left.dtype is not right.dtype or left.elements != right.elements:
        raise ValueError(
            f"{left.name} and {right.name} are one variable and differ in size or type"
        )
