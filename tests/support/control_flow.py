"""Loops and branches: models whose operators run other subgraphs of the file."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, seeds
from tests.support.model_writer import ModelWriter

_CODES = 0.05, -3
_BODIES = ("ADD", "MUL", "TANH", "FULLY_CONNECTED", "MAXIMUM")


def _number(writer: ModelWriter, value: int) -> int:
    return writer.constant(np.array(value, np.int32))


def _condition(limit: int, sizes: list[tuple[int, ...]], sooner: int | None) -> ModelWriter:
    """Whether the counter is below its limit, and the sum of what was given below another one."""
    writer = ModelWriter()
    counter, total = (writer.input((), dtype="int32") for _ in range(2))
    for size in sizes:
        writer.input(size, *_CODES)
    below = writer.tensor((), dtype="bool") if sooner is not None else None
    again = below if below is not None else writer.output((), dtype="bool")
    writer.op("LESS", [counter, _number(writer, limit)], [again])
    if below is not None and sooner is not None:
        small = writer.tensor((), dtype="bool")
        writer.op("GREATER", [_number(writer, sooner), total], [small])
        writer.op("LOGICAL_AND", [small, below], [writer.output((), dtype="bool")])
    return writer


@st.composite
def while_loop(draw: Draw) -> bytes:
    """A loop over codes that change places, are computed, or stay as they are.

    It may end sooner than its counter says, by a number that is an input of the model.
    """
    shape = 1, draw(st.integers(1, 20))
    values = draw(st.integers(1, 4))
    order = draw(st.permutations(range(values)))
    kinds = [draw(st.sampled_from((None, *_BODIES))) for _ in range(values)]
    first, step = draw(st.integers(-2, 2)), draw(st.integers(1, 3))
    limit = first + draw(st.integers(-1, 7))
    sooner = draw(st.none() | st.integers(-3, 3))

    body = ModelWriter()
    counter, total = (body.input((), dtype="int32") for _ in range(2))
    given = [body.input(shape, *_CODES) for _ in range(values)]
    next_counter, next_total = (body.output((), dtype="int32") for _ in range(2))
    body.op("ADD", [counter, _number(body, step)], [next_counter])
    body.op("ADD", [total, _number(body, 1)], [next_total])
    for position, kind in zip(order, kinds, strict=True):
        if kind is None:
            body.returns(given[position])
            continue
        output = body.output(shape, *_CODES)
        inputs = [given[position]]
        if kind == "FULLY_CONNECTED":
            weights = int8s(draw(seeds()), (shape[1], shape[1]))
            inputs.append(body.constant(weights, 0.01))
        elif kind != "TANH":
            inputs.append(given[draw(st.integers(0, values - 1))])
        body.op(kind, inputs, [output])

    writer = ModelWriter()
    begin = writer.input((), dtype="int32")
    sources = [
        writer.input(shape, *_CODES)
        if draw(st.booleans()) or not i
        else writer.constant(int8s(draw(seeds()), shape), _CODES[0], _CODES[1])
        for i in range(values)
    ]
    condition = writer.subgraph(_condition(limit, [shape] * values, sooner))
    outputs = [writer.output((), dtype="int32") for _ in range(2)]
    outputs += [writer.output(shape, *_CODES) for _ in range(values)]
    writer.op(
        "WHILE",
        [_number(writer, first), begin, *sources],
        outputs,
        cond_subgraph_index=condition,
        body_subgraph_index=writer.subgraph(body),
    )
    return writer.bytes()


@st.composite
def if_else(draw: Draw) -> bytes:
    """One of two branches, by a bool that is an input or a comparison."""
    shape = 1, draw(st.integers(1, 20))
    writer = ModelWriter()
    left, right = (writer.input(shape, *_CODES) for _ in range(2))
    if draw(st.booleans()):
        condition = writer.input((1,), dtype="bool")
    else:
        number = writer.input((), dtype="int32")
        condition = writer.tensor((), dtype="bool")
        writer.op("LESS", [number, _number(writer, 3)], [condition])
    branches = []
    for _ in range(2):
        branch = ModelWriter()
        given = [branch.input(shape, *_CODES) for _ in range(2)]
        kind = draw(st.sampled_from(("ADD", "MUL", "MAXIMUM", None)))
        if kind is None:
            branch.returns(given[0])
        else:
            branch.op(kind, given, [branch.output(shape, *_CODES)])
        branch.op("TANH", [given[1]], [branch.output(shape, 1 / 128, 0)])
        branches.append(writer.subgraph(branch))
    outputs = [writer.output(shape, *_CODES), writer.output(shape, 1 / 128, 0)]
    writer.op(
        "IF",
        [condition, left, right],
        outputs,
        then_subgraph_index=branches[0],
        else_subgraph_index=branches[1],
    )
    return writer.bytes()
