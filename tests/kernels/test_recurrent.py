"""SVDF and LSTM: the steps of a sequence, whose state the operator changes in place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import Draw, int8s, sample, scales, seeds, zero_points
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import assert_exact_steps, compare, sample_inputs
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import lstm


@st.composite
def svdf(draw: Draw) -> bytes:
    rank, units = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    inputs, memory, batch = (draw(st.integers(1, 5)) for _ in range(3))
    dtype = draw(st.sampled_from(["int8", "int16"]))
    filters = rank * units
    state_scale, time_scale = draw(scales(1e-3, 0.1)), draw(scales(1e-3, 0.1))
    random = np.random.default_rng(draw(seeds()))
    writer = ModelWriter()
    x = writer.input((batch, inputs), draw(scales(1e-2, 0.5)), draw(zero_points()))
    feature = writer.constant(int8s(draw(seeds()), (filters, inputs)), draw(scales(1e-3, 0.1)))
    time = writer.constant(random.integers(-127, 128, (filters, memory)).astype(dtype), time_scale)
    bias_scale = float(np.float32(state_scale) * np.float32(time_scale))
    bias = writer.constant(random.integers(-3000, 3000, units).astype(np.int32), bias_scale)
    zero_point = draw(zero_points()) if dtype == "int8" else 0
    state = writer.variable_tensor((batch, filters * memory), state_scale, zero_point, dtype)
    y = writer.output((batch, units), draw(scales(1e-2, 1.0)), draw(zero_points()))
    options = {"rank": rank, "fused_activation_function": "NONE"}
    writer.op("SVDF", [x, feature, time, bias, state], [y], **options)
    return writer.bytes()


@sample(20)
@given(svdf())
def test_filters_over_time(tflite: bytes) -> None:
    plan = assert_exact_steps(tflite, 8)
    assert plan.state_bytes > 0


@sample(15)
@given(st.data())
def test_sequences_of_cells(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.integers(1, 5)) for _ in range(3))
    assert_exact_steps(
        lstm(
            data.draw(st.integers(1, 6)),
            shape,
            data.draw(seeds()),
            time_major=data.draw(st.booleans()),
            clip=data.draw(st.sampled_from([0.0, 0.5, 3.0])),
            dtype=data.draw(st.sampled_from(["int8", "int16"])),
        ),
        6,
    )


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
