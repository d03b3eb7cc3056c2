"""WHILE and IF, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from neurio_gen.compiler import compile_model
from neurio_gen.errors import ModelError, UnsupportedModelError
from neurio_gen.isa import Isa
from tests.support.cases import sample
from tests.support.control_flow import if_else, while_loop
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import control_flow


@sample(8)
@given(while_loop())
def test_loops(tflite: bytes) -> None:
    assert_exact(tflite)


@sample(4)
@given(if_else())
def test_branches(tflite: bytes) -> None:
    assert_exact(tflite)


@pytest.mark.parametrize(("board", "isa"), [("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)])
def test_on_cores(board: str, isa: Isa) -> None:
    plan = assert_exact_on_cortex_m(control_flow(), board=board, isa=isa)
    assert [layer.kernel for layer in plan.layers] == ["while_loop", "if_else"]


def test_no_byte_outside_of_the_buffers_is_touched() -> None:
    plan = assert_exact(control_flow(), sanitised=True)
    assert plan.macs == 4 * 16  # four turns of a dense layer
    assert plan.layers[0].constant_bytes > 16


def _loop(step: int, limit: int | None, changes: bool = True, activation: str = "NONE") -> bytes:
    """A loop whose counter grows by `step` up to a limit, that of another input without one."""
    writer, condition, body = ModelWriter(), ModelWriter(), ModelWriter()
    counter, given_limit = (condition.input((), dtype="int32") for _ in range(2))
    last = given_limit if limit is None else condition.constant(np.array(limit, np.int32))
    condition.op("LESS", [counter, last], [condition.output((), dtype="bool")])
    counter, given_limit = (body.input((), dtype="int32") for _ in range(2))
    if changes:
        number = body.constant(np.array(step, np.int32))
        result = body.output((), dtype="int32")
        body.op("ADD", [counter, number], [result], fused_activation_function=activation)
        body.returns(given_limit)
    else:
        body.returns(counter, given_limit)
    first = writer.constant(np.array(0, np.int32))
    limit_tensor = writer.input((), dtype="int32")
    outputs = [writer.output((), dtype="int32") for _ in range(2)]
    indices = writer.subgraph(condition), writer.subgraph(body)
    options = dict(zip(("cond_subgraph_index", "body_subgraph_index"), indices, strict=True))
    writer.op("WHILE", [first, limit_tensor], outputs, **options)
    return writer.bytes()


@pytest.mark.parametrize(
    ("step", "limit", "activation"),
    [(0, 5, "NONE"), (-1, 5, "NONE"), (1, None, "NONE"), (1, 9, "RELU6"), (3, 2**31 - 2, "NONE")],
)
def test_a_loop_that_nothing_is_known_to_end_is_refused(
    step: int, limit: int | None, activation: str
) -> None:
    """A device that never answers would tell nothing; a counter that wraps is below its limit."""
    with pytest.raises(UnsupportedModelError, match="nothing is known to end it"):
        compile_model(_loop(step, limit, activation=activation), "the model")


def test_of_a_loop_whose_results_nobody_wants_nothing_is_left() -> None:
    """Given a loop that changes its counter alone, which no output depends on."""
    writer, condition, body = ModelWriter(), ModelWriter(), ModelWriter()
    counter, _ = condition.input((), dtype="int32"), condition.input((1, 4), 0.1)
    limit = condition.constant(np.array(3, np.int32))
    condition.op("LESS", [counter, limit], [condition.output((), dtype="bool")])
    counter, value = body.input((), dtype="int32"), body.input((1, 4), 0.1)
    one = body.constant(np.array(1, np.int32))
    body.op("ADD", [counter, one], [body.output((), dtype="int32")])
    body.returns(value)
    first, source = writer.constant(np.array(0, np.int32)), writer.input((1, 4), 0.1)
    outputs = [writer.tensor((), dtype="int32"), writer.output((1, 4), 0.1)]
    indices = writer.subgraph(condition), writer.subgraph(body)
    options = dict(zip(("cond_subgraph_index", "body_subgraph_index"), indices, strict=True))
    writer.op("WHILE", [first, source], outputs, **options)
    # then its subgraphs become no code: a function that nobody calls is an error of this build
    plan = assert_exact(writer.bytes())
    assert [layer.kernel for layer in plan.layers] == ["copy_bytes"]


def test_a_loop_that_changes_nothing_is_refused() -> None:
    with pytest.raises(ModelError, match="changes nothing"):
        compile_model(_loop(1, 5, changes=False), "the model")


def test_a_subgraph_that_runs_itself_is_refused() -> None:
    writer, branch = ModelWriter(), ModelWriter()
    said, x = branch.input((1,), dtype="bool"), branch.input((1, 4), 0.1)
    y = branch.output((1, 4), 0.1)
    branch.op("IF", [said, said, x], [y], then_subgraph_index=1, else_subgraph_index=1)
    said, x = writer.input((1,), dtype="bool"), writer.input((1, 4), 0.1)
    writer.subgraph(branch)
    output = writer.output((1, 4), 0.1)
    writer.op("IF", [said, said, x], [output], then_subgraph_index=1, else_subgraph_index=1)
    with pytest.raises(ModelError, match="runs itself"):
        compile_model(writer.bytes(), "the model")


def test_branches_of_branches_are_refused_before_they_take_long() -> None:
    """Given eight levels whose branches are all of the next level, 8^8 in all."""
    writer, wide, deep = ModelWriter(), 8, 7
    levels = [[ModelWriter() for _ in range(wide)] for _ in range(deep)]
    for depth, level in enumerate([[writer], *levels]):
        first = 1 + depth * wide
        for part in level:
            said, x = part.input((1,), dtype="bool"), part.input((1, 4), 0.1)
            if depth == deep:
                part.op("ADD", [x, x], [part.output((1, 4), 0.1)])
                continue
            for pair in range(0, wide, 2):
                y = part.output((1, 4), 0.1) if pair == wide - 2 else part.tensor((1, 4), 0.1)
                branches = {
                    "then_subgraph_index": first + pair,
                    "else_subgraph_index": first + pair + 1,
                }
                part.op("IF", [said, said, x], [y], **branches)
                x = y
    for part in (part for level in levels for part in level):
        writer.subgraph(part)
    with pytest.raises(ModelError, match="more than 256 subgraphs"):
        compile_model(writer.bytes(), "the model")
