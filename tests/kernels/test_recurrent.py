"""SVDF and LSTM: the steps of a sequence, whose state the operator changes in place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import sample, scales, zero_points
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import assert_exact_steps, compare, sample_inputs
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import lstm
from tests.support.recurrent_layers import lstm_layer, svdf


@sample(20)
@given(svdf())
def test_filters_over_time(tflite: bytes) -> None:
    plan = assert_exact_steps(tflite, 8)
    assert plan.state_bytes > 0


@sample(15)
@given(lstm_layer("int8", "int16"))
def test_sequences_of_cells(tflite: bytes) -> None:
    assert_exact_steps(tflite, 6)


@pytest.mark.parametrize(
    ("board", "isa", "dtype"),
    [("mps2_an386", Isa.DSP, "int16"), ("mps3_an547", Isa.MVE, "int8")],
)
def test_steps_on_cores(board: str, isa: Isa, dtype: str) -> None:
    tflite = lstm(8, (1, 3, 5), 4, dtype=dtype)
    plan = compile_model(tflite, "the model", isa)
    steps = list(sample_inputs(plan, 1, 5))
    oracle = Oracle(tflite)
    for run, inputs in zip(CortexMModel(plan, board).run(steps), steps, strict=True):
        compare(run.outputs, oracle.invoke(inputs), plan)


@sample(10)
@given(st.integers(1, 20), scales(1e-3, 1.0), zero_points())
def test_probabilities_of_sixteen_bits(depth: int, scale: float, zero_point: int) -> None:
    writer = ModelWriter()
    x = writer.input((2, depth), scale, zero_point)
    y = writer.tensor((2, depth), 1 / 65536, -32768, "int16")
    writer.op("SOFTMAX", [x], [y], beta=1.0)
    writer.op("QUANTIZE", [y], [writer.output((2, depth), 1 / 32768, 0, "int32")])
    assert_exact_steps(writer.bytes(), 4)
