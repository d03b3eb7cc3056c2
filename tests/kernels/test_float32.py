"""Float32 operators against the oracle: every byte, but for functions of the C library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.kernels.generic import fully_connected_f32
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support import float_layers
from tests.support.cases import sample
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact, assert_exact_steps
from tests.support.host_runner import HostModel
from tests.support.model_writer import ModelWriter

_EXACT = (
    float_layers.weighted_layers,
    float_layers.functions_of_elements,
    float_layers.windows_and_axes,
    float_layers.matrices_and_images,
)


@pytest.mark.parametrize("kind", ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"])
@sample(6)
@given(st.data())
def test_sums_are_taken_in_tflite_micros_order(kind: str, data: st.DataObject) -> None:
    plan = assert_exact(data.draw(float_layers.weighted_layer(kind)))
    assert not plan.tolerance
    assert plan.arithmetic == "float32"


@pytest.mark.parametrize("kind", float_layers.OF_TWO)
@sample(2)
@given(st.data())
def test_arithmetic_of_two(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(float_layers.arithmetic(kind)))


@pytest.mark.parametrize("sanitised", [False, True])
def test_all_other_operators(sanitised: bool) -> None:
    for content in _EXACT:
        assert not assert_exact(content(), sanitised=sanitised).tolerance
    plan = assert_exact(float_layers.library_functions(), sanitised=sanitised)
    assert plan.tolerance.relative


@pytest.mark.parametrize(("layer", "fault"), [("FULLY_CONNECTED", 1e-5), ("SOFTMAX", 1e-4)])
def test_a_weight_that_is_a_little_wrong_is_found(
    layer: str, fault: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Less than the tolerance of a function behind it, where every byte counts."""
    writer = ModelWriter()
    x, real = writer.input((4, 40), dtype="float32"), {"dtype": "float32"}
    hidden = writer.output((4, 8), **real) if layer != "SOFTMAX" else writer.tensor((4, 8), **real)
    weights = writer.constant(float_layers.reals(1, (8, 40)))
    writer.op("FULLY_CONNECTED", [x, weights], [hidden])
    if layer == "SOFTMAX":
        writer.op("SOFTMAX", [hidden], [writer.output((4, 8), **real)], beta=1.0)
    right = fully_connected_f32.set_filters
    assert_exact(writer.bytes())
    monkeypatch.setattr(
        fully_connected_f32,
        "set_filters",
        lambda builder, groups, note: right(builder, [groups[0] * np.float32(1 + fault)], note),
    )
    with pytest.raises(AssertionError, match="differ"):
        assert_exact(writer.bytes())


def test_float_layers_between_those_of_codes() -> None:
    """A code behind a function of the C library may be the neighbour's, others are exact."""
    writer = ModelWriter()
    shape, real, codes = (1, 4, 4, 3), {"dtype": "float32"}, (0.05, 3)
    x = writer.input(shape, *codes)
    first, second, third = (writer.tensor(shape, **real) for _ in range(3))
    writer.op("DEQUANTIZE", [x], [first])
    weights = writer.constant(float_layers.reals(2, (3, 3, 3, 3)))
    bias = writer.constant(float_layers.reals(3, (3,)))
    window = {"padding": "SAME", "stride_h": 1, "stride_w": 1}
    writer.op("CONV_2D", [first, weights, bias], [second], **window)
    writer.op("QUANTIZE", [second], [writer.output(shape, *codes)])
    plan = assert_exact(writer.bytes())
    assert not plan.tolerance
    assert plan.arithmetic == "float32"
    writer.op("LOGISTIC", [second], [third])
    last = writer.tensor(shape, 1 / 256, -128)
    writer.op("QUANTIZE", [third], [last])
    writer.op("ADD", [last, x], [writer.output(shape, 0.1, 0)])
    plan = assert_exact(writer.bytes())
    assert plan.tolerance.codes == 1
    assert plan.arithmetic == "mixed"


@pytest.mark.parametrize("time_major", [False, True])
def test_sequences_of_cells(time_major: bool) -> None:
    plan = assert_exact_steps(float_layers.lstm(6, (2, 3, 5), 4, time_major=time_major), 7)
    assert plan.tolerance.relative
    assert plan.state_bytes


@pytest.mark.parametrize(("units", "rank", "memory"), [(4, 2, 3), (3, 1, 1)])
def test_filters_over_time(units: int, rank: int, memory: int) -> None:
    assert not assert_exact_steps(float_layers.svdf(units, rank, memory, 5), 7).tolerance


@pytest.mark.parametrize(
    ("board", "isa"),
    [("qemu_riscv32", Isa.GENERIC), ("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)],
)
def test_cores_with_and_without_an_fpu_compute_the_same(board: str, isa: Isa) -> None:
    for content in (*_EXACT, float_layers.library_functions):
        assert_exact_on_cortex_m(content(), board=board, isa=isa, samples=1)


def test_whole_numbers_and_angles_of_any_size() -> None:
    """Ties, zeros of both signs, the largest fractions, and angles of many turns."""
    halves = np.arange(-9, 10, dtype=np.float32) / 2
    powers = 2.0 ** np.arange(-30, 127, dtype=np.float32)
    random = np.random.default_rng(3).normal(size=2000) * 10.0 ** np.arange(2000) ** 0.2
    values = np.concatenate([halves, [-0.0, -0.3, 8388607.5, -8388607.5], powers, -powers, random])
    values = values.astype(np.float32)
    writer, shape = ModelWriter(), (1, values.size)
    x = writer.input(shape, dtype="float32")
    for kind in ("FLOOR", "CEIL", "ROUND", "SIN", "COS"):
        writer.op(kind, [x], [writer.output(shape, dtype="float32")])
    plan = compile_model(writer.bytes(), "the model")
    found = HostModel(plan)([values.reshape(shape)])
    expected = Oracle(writer.bytes()).invoke([values.reshape(shape)])
    for ours, truth in zip(found[:3], expected[:3], strict=True):
        assert ours.tobytes() == truth.tobytes()
    for ours, truth in zip(found[3:], expected[3:], strict=True):
        assert np.abs(ours - truth).max() < 2.5e-7


def test_what_a_division_leaves_of_any_size() -> None:
    """Quotients of hundreds of bits, numbers below the normal ones, both signs."""
    random = np.random.default_rng(4)
    values = (random.normal(size=(2, 3000)) * 10.0 ** random.integers(-41, 38, (2, 3000))).astype(
        "f4"
    )
    values[1, values[1] == 0] = 1
    values[0, :4], values[1, :4] = (6, -6, 5, -5), (3, 3, -3, 3)
    writer = ModelWriter()
    left, right = (writer.input((1, 3000), dtype="float32") for _ in range(2))
    for kind in ("FLOOR_DIV", "FLOOR_MOD"):
        writer.op(kind, [left, right], [writer.output((1, 3000), dtype="float32")])
    inputs = [row.reshape(1, -1) for row in values]
    found = HostModel(compile_model(writer.bytes(), "the model"))(inputs)
    for ours, truth in zip(found, Oracle(writer.bytes()).invoke(inputs), strict=True):
        assert ours.tobytes() == truth.tobytes()


@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_roots_of_mean_squares(padding: str) -> None:
    writer = ModelWriter()
    x = writer.input((1, 5, 7, 6), dtype="float32")
    y = writer.output((1, 3, 7, 6) if padding == "SAME" else (1, 2, 6, 6), dtype="float32")
    window = {"filter_height": 3, "filter_width": 2, "stride_h": 2, "stride_w": 1}
    writer.op("L2_POOL_2D", [x], [y], padding=padding, **window)
    assert_exact(writer.bytes())
