"""Models that keep state: every step of a sequence is TFLite Micro's, also after resets."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Isa
from neurio_gen.errors import ModelError
from neurio_gen.oracle import Oracle
from tests.support.cases import Draw, int8s, sample, seeds
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import assert_exact_steps, compare, sample_inputs
from tests.support.model_writer import ModelWriter

_QUANTISATION = 0.05, -7
_SHAPE = (1, 3, 4)


def wake_word(name: str) -> bytes:
    """A streaming model of the package pymicro-wakeword."""
    return (files("pymicro_wakeword") / "models" / f"{name}.tflite").read_bytes()


@pytest.mark.parametrize("name", ["okay_nabu", "alexa", "hey_jarvis", "hey_mycroft"])
def test_wake_words_are_exact_over_200_steps_with_two_resets(name: str) -> None:
    plan = assert_exact_steps(wake_word(name), 200, resets=2)
    assert plan.state_bytes > 0


@pytest.mark.parametrize(("board", "isa"), [("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)])
def test_wake_words_on_cores(board: str, isa: Isa) -> None:
    # given the steps of one sequence
    tflite = wake_word("hey_jarvis")
    plan = compile_model(tflite, "the model", isa)
    steps = list(sample_inputs(plan, 3, 30))
    oracle = Oracle(tflite)
    # when the core runs them, then each is the oracle's
    for run, inputs in zip(CortexMModel(plan, board).run(steps), steps, strict=True):
        compare(run.outputs, oracle.invoke(inputs), plan)


@st.composite
def _program(draw: Draw) -> bytes:
    """Variables that are read, mixed and assigned in any order, and what is read as outputs."""
    writer = ModelWriter()
    values = [writer.input(_SHAPE, *_QUANTISATION)]
    handles = [
        writer.variable(f"v{i}", int8s(draw(seeds()), _SHAPE), *_QUANTISATION)
        for i in range(draw(st.integers(1, 3)))
    ]
    for _ in range(draw(st.integers(1, 8))):
        action = draw(st.sampled_from(["read", "add", "assign", "assign", "negate"]))
        if action == "read":
            values.append(writer.tensor(_SHAPE, *_QUANTISATION))
            writer.op("READ_VARIABLE", [draw(st.sampled_from(handles))], [values[-1]])
        elif action == "assign":
            pair = [draw(st.sampled_from(handles)), draw(st.sampled_from(values))]
            writer.op("ASSIGN_VARIABLE", pair, [])
        else:
            operands = [draw(st.sampled_from(values)) for _ in range(2)]
            values.append(writer.tensor(_SHAPE, *_QUANTISATION))
            kind = "ADD" if action == "add" else "SUB"
            writer.op(kind, operands, [values[-1]])
    for handle in handles:
        output = writer.output(_SHAPE, *_QUANTISATION)
        writer.op("READ_VARIABLE", [handle], [output])
    return writer.bytes()


@sample(30)
@given(_program())
def test_variables_in_any_order(tflite: bytes) -> None:
    assert_exact_steps(tflite, 9)


def test_two_variables_change_places() -> None:
    writer = ModelWriter()
    source = writer.input(_SHAPE, *_QUANTISATION)
    left, right = (
        writer.variable(name, int8s(seed, _SHAPE), *_QUANTISATION)
        for name, seed in (("left", 1), ("right", 2))
    )
    old = [writer.output(_SHAPE, *_QUANTISATION) for _ in range(2)]
    writer.op("READ_VARIABLE", [left], [old[0]])
    writer.op("READ_VARIABLE", [right], [old[1]])
    writer.op("ASSIGN_VARIABLE", [left, old[1]], [])
    writer.op("ASSIGN_VARIABLE", [right, old[0]], [])
    writer.op("ADD", [source, source], [writer.output(_SHAPE, *_QUANTISATION)])
    assert_exact_steps(writer.bytes(), 6)


def test_what_is_never_assigned_is_a_constant() -> None:
    writer = ModelWriter()
    source = writer.input(_SHAPE, *_QUANTISATION)
    kept = writer.variable("kept", int8s(3, _SHAPE), *_QUANTISATION)
    read = writer.tensor(_SHAPE, *_QUANTISATION)
    writer.op("READ_VARIABLE", [kept], [read])
    writer.op("ADD", [source, read], [writer.output(_SHAPE, *_QUANTISATION)])
    plan = assert_exact_steps(writer.bytes(), 4)
    assert plan.state_bytes == 0


def test_a_state_is_written_where_it_lies() -> None:
    """The slice that a streaming model keeps is not copied."""
    plan = compile_model(wake_word("okay_nabu"), "the model", Isa.GENERIC)
    assert all(layer.kernel != "copy_bytes" for layer in plan.layers)


def test_a_variable_of_another_size_is_refused() -> None:
    writer = ModelWriter()
    source = writer.input(_SHAPE, *_QUANTISATION)
    kept = writer.variable("kept", np.zeros((1, 2), np.int8), *_QUANTISATION)
    read = writer.output(_SHAPE, *_QUANTISATION)
    writer.op("READ_VARIABLE", [kept], [read])
    writer.op("ASSIGN_VARIABLE", [kept, source], [])
    with pytest.raises(ModelError, match="variable 'kept' begins with 2 bytes"):
        compile_model(writer.bytes(), "the model")
