"""Element-wise int8 operators: every code through the table is the oracle's result."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.graph import DType
from neurio_gen.errors import UnsupportedModelError
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import sample, scale_pairs, scales, zero_points
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter

_ALL_CODES = np.arange(-128, 128).astype(np.int8).reshape(1, 256)
_KINDS = ("ABS", "ELU", "LEAKY_RELU", "RELU")


def _model(
    kind: str, source: tuple[float, int], output: tuple[float, int], **options: float
) -> bytes:
    writer = ModelWriter()
    x = writer.input((1, 256), *source)
    y = writer.output((1, 256), *output)
    writer.op(kind, [x], [y], **options)
    return writer.bytes()


def _assert_table_exact(content: bytes) -> None:
    """The table in the plan is the oracle's function of all codes: no need to compile it."""
    plan = compile_model(content, kind := "element-wise", Isa.GENERIC)
    (layer,) = plan.layers
    (table,) = plan.constants
    assert layer.kernel == "lookup_s8"
    expected = Oracle(content, kind).invoke([_ALL_CODES])[0].ravel()
    assert table.values.tolist() == expected.tolist()


@pytest.mark.parametrize("kind", _KINDS)
@sample(40)
@given(
    pair=scale_pairs(),
    zeros=st.tuples(zero_points(), zero_points()),
    slope=st.floats(0, 2, width=32) | st.sampled_from([0.25, 0.5, 1.5]),
)
def test_any_quantisation(
    kind: str, pair: tuple[float, float], zeros: tuple[int, int], slope: float
) -> None:
    options = {"alpha": slope} if kind == "LEAKY_RELU" else {}
    source, output = zip(pair, zeros, strict=True)
    _assert_table_exact(_model(kind, source, output, **options))


@sample(60)
@given(source=st.tuples(scales(1e-6, 10.0), zero_points()))
def test_logistic(source: tuple[float, int]) -> None:
    _assert_table_exact(_model("LOGISTIC", source, (1 / 256, -128)))


@sample(60)
@given(source=st.tuples(scales(1e-6, 10.0), zero_points()))
def test_tanh(source: tuple[float, int]) -> None:
    _assert_table_exact(_model("TANH", source, (1 / 128, 0)))


@sample(60)
@given(
    scale=scales(1e-3, 1.0),
    zeros=st.tuples(zero_points(), zero_points()),
    ratio=st.floats(0.02, 4.0) | st.sampled_from([0.25, 0.5, 0.75, 1.0, 1.5, 2.0]),
)
def test_hard_swish(scale: float, zeros: tuple[int, int], ratio: float) -> None:
    output_scale = float(np.float32(scale * ratio))
    _assert_table_exact(_model("HARD_SWISH", (scale, zeros[0]), (output_scale, zeros[1])))


@sample(40)
@given(pair=scale_pairs(1e-3, 4.0), zeros=st.tuples(zero_points(), zero_points()))
def test_reciprocal_root_of_what_has_one(pair: tuple[float, float], zeros: tuple[int, int]) -> None:
    """TFLite Micro fails on inputs below zero."""
    source, output = zip(pair, zeros, strict=True)
    content = _model("RSQRT", source, output)
    codes = np.maximum(_ALL_CODES, zeros[0])
    (table,) = compile_model(content, "root", Isa.GENERIC).constants
    expected = Oracle(content).invoke([codes])[0].ravel()
    assert table.values[codes.ravel().astype(int) + 128].tolist() == expected.tolist()


@sample(40)
@given(source=st.tuples(scales(0.05, 4.0), zero_points().filter(lambda zero: zero < 0)))
def test_relu6_passes_codes_on(source: tuple[float, int]) -> None:
    _assert_table_exact(_model("RELU6", source, source))


def test_relu_n1_to_1_is_the_clamp_that_tflite_micro_fuses() -> None:
    """TFLite Micro has it only as a fused activation, such as that of a pooling by one."""
    writer = ModelWriter()
    x = writer.input((1, 16, 16, 1), 0.02, 11)
    y = writer.output((1, 16, 16, 1), 0.02, 11)
    window = {"filter_height": 1, "filter_width": 1, "stride_h": 1, "stride_w": 1}
    writer.op("MAX_POOL_2D", [x], [y], fused_activation_function="RELU_N1_TO_1", **window)
    fused = Oracle(writer.bytes()).invoke([_ALL_CODES.reshape(1, 16, 16, 1)])[0]
    plan = compile_model(_model("RELU_N1_TO_1", (0.02, 11), (0.02, 11)), "clamp", Isa.GENERIC)
    assert plan.constants[0].values.tolist() == fused.ravel().tolist()


@sample(40)
@given(pair=scale_pairs(), zeros=st.tuples(zero_points(), zero_points()))
def test_requantisation(pair: tuple[float, float], zeros: tuple[int, int]) -> None:
    source, output = zip(pair, zeros, strict=True)
    _assert_table_exact(_model("QUANTIZE", source, output))


def test_uint8_inputs_are_requantised_too() -> None:
    writer = ModelWriter()
    x = writer.input((1, 256), 0.1, 128, dtype="uint8")
    y = writer.output((1, 256), 0.07, -3)
    writer.op("QUANTIZE", [x], [y])
    plan = assert_exact(writer.bytes())
    assert plan.inputs[0].dtype == DType.UINT8


def test_a_chain_of_functions_is_one_table() -> None:
    writer = ModelWriter()
    x = writer.input((1, 4, 64), 0.1, 3)
    between = writer.tensor((1, 4, 64), 0.09, -20)
    y = writer.output((1, 4, 64), 1 / 256, -128)
    writer.op("RELU", [x], [between])
    writer.op("LOGISTIC", [between], [y])
    plan = assert_exact(writer.bytes())
    assert [layer.kernel for layer in plan.layers] == ["lookup_s8"]


def test_a_logistic_of_a_scale_that_tflite_micro_refuses_is_refused() -> None:
    with pytest.raises(UnsupportedModelError, match="zero point other than -128"):
        compile_model(_model("LOGISTIC", (0.1, 0), (1 / 256, 0)), "wrong", Isa.GENERIC)
