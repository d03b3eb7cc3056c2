"""int16 activations, where TFLite Micro has them, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.errors import UnsupportedModelError
from neurio_gen.isa import Isa
from tests.support.cases import Draw, sample, scale_pairs, scales
from tests.support.exactness import assert_exact
from tests.support.layers import pool_2d
from tests.support.layers_s16 import (
    batch_matmul_s16,
    binary_s16,
    conv_2d_s16,
    depthwise_conv_2d_s16,
    fully_connected_s16,
    prelu_s16,
    transpose_conv_s16,
    unary_s16,
)
from tests.support.model_writer import ModelWriter

_WEIGHTED = {
    "CONV_2D": conv_2d_s16(),
    "DEPTHWISE_CONV_2D": depthwise_conv_2d_s16(),
    "FULLY_CONNECTED": fully_connected_s16(),
    "TRANSPOSE_CONV": transpose_conv_s16(),
    "BATCH_MATMUL": batch_matmul_s16(),
    "PRELU": prelu_s16(),
}


@pytest.mark.parametrize("kind", _WEIGHTED)
@sample(6)
@given(data=st.data())
def test_layers_with_weights(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_WEIGHTED[kind]))


@pytest.mark.parametrize("kind", ["ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE"])
@sample(5)
@given(data=st.data())
def test_two_inputs(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(binary_s16(kind)))


@pytest.mark.parametrize("kind", ["AVERAGE_POOL_2D", "MAX_POOL_2D"])
@sample(5)
@given(data=st.data())
def test_pooling(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(pool_2d(kind, dtype="int16")))


@pytest.mark.parametrize("kind", ["LOGISTIC", "TANH"])
@sample(6)
@given(scale=scales(1e-6, 1e-2) | st.sampled_from([2.0**-12, 2.0**-11, 2.0**-13]))
def test_saturating_functions(kind: str, scale: float) -> None:
    assert_exact(unary_s16(kind, (1, 4, 500), scale, 2.0**-15))


@pytest.mark.parametrize("kind", ["ABS", "LEAKY_RELU", "QUANTIZE", "RELU"])
@sample(5)
@given(pair=scale_pairs(1e-4, 1e-2), slope=st.floats(0, 2, width=32))
def test_rescaling(kind: str, pair: tuple[float, float], slope: float) -> None:
    options = {"alpha": slope} if kind == "LEAKY_RELU" else {}
    assert_exact(unary_s16(kind, (1, 4, 500), *pair, **options))


@sample(5)
@given(scale=scales(3e-4, 1e-2))
def test_relu6(scale: float) -> None:
    assert_exact(unary_s16("RELU6", (1, 4, 500), scale, scale))


@sample(10)
@given(scale=scales(1e-6, 1e-3), beta=st.sampled_from([1.0, 0.5]), depth=st.integers(1, 50))
def test_softmax(scale: float, beta: float, depth: int) -> None:
    assert_exact(unary_s16("SOFTMAX", (1, 4, depth), scale, 2.0**-15, beta=beta), samples=6)


@st.composite
def _mean(draw: Draw, kind: str) -> bytes:
    shape = (1, draw(st.integers(1, 6)), draw(st.integers(1, 6)), draw(st.integers(1, 5)))
    scale, output_scale = draw(scale_pairs(1e-3, 1e-2))
    writer = ModelWriter()
    x = writer.input(shape, scale, dtype="int16")
    axes = writer.constant(np.array([1, 2], np.int32))
    y = writer.output((1, shape[3]), output_scale, dtype="int16")
    writer.op(kind, [x, axes], [y], keep_dims=False)
    return writer.bytes()


@pytest.mark.parametrize("kind", ["MEAN", "SUM"])
@sample(5)
@given(data=st.data())
def test_reductions(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_mean(kind)))


@pytest.mark.parametrize(("source", "output"), [("int8", "int16"), ("int16", "int8")])
@sample(5)
@given(pair=scale_pairs(1e-3, 1e-1), zero_point=st.integers(-128, 127))
def test_conversions_between_widths(
    source: str, output: str, pair: tuple[float, float], zero_point: int
) -> None:
    zeros = {"int8": zero_point, "int16": 0}
    writer = ModelWriter()
    x = writer.input((1, 300), pair[0], zeros[source], dtype=source)
    writer.op("QUANTIZE", [x], [writer.output((1, 300), pair[1], zeros[output], dtype=output)])
    assert_exact(writer.bytes())


@pytest.mark.parametrize(("source", "output"), [("float32", "int16"), ("int16", "float32")])
@sample(4)
@given(scale=scales(1e-5, 1.0))
def test_conversions_from_and_to_float(source: str, output: str, scale: float) -> None:
    quantised = {"int16": scale, "float32": None}
    writer = ModelWriter()
    x = writer.input((1, 300), quantised[source], dtype=source)
    kind = "QUANTIZE" if source == "float32" else "DEQUANTIZE"
    writer.op(kind, [x], [writer.output((1, 300), quantised[output], dtype=output)])
    assert_exact(writer.bytes())


def test_padding_and_moving_elements() -> None:
    writer = ModelWriter()
    x = writer.input((1, 3, 4, 2), 0.01, dtype="int16")
    padded = writer.tensor((1, 5, 5, 2), 0.01, dtype="int16")
    paddings = np.array([[0, 0], [1, 1], [0, 1], [0, 0]], np.int32)
    writer.op("PAD", [x, writer.constant(paddings)], [padded])
    y = writer.output((1, 2, 5, 5), 0.01, dtype="int16")
    writer.op("TRANSPOSE", [padded, writer.constant(np.array([0, 3, 1, 2], np.int32))], [y])
    assert_exact(writer.bytes())


def test_zero_points_other_than_0_are_refused() -> None:
    writer = ModelWriter()
    x = writer.input((1, 4), 0.01, 5, dtype="int16")
    writer.op("RELU", [x], [writer.output((1, 4), 0.01, 0, dtype="int16")])
    with pytest.raises(UnsupportedModelError, match="zero point other than 0"):
        compile_model(writer.bytes(), "wrong", Isa.GENERIC)


@sample(1, long_cases=10)
@given(layer=conv_2d_s16(), sum_of_two=binary_s16("ADD"), scale=scales(1e-6, 1e-3))
def test_sanitisers_find_nothing(layer: bytes, sum_of_two: bytes, scale: float) -> None:
    softmax = unary_s16("SOFTMAX", (1, 4, 9), scale, 2.0**-15, beta=1.0)
    logistic = unary_s16("LOGISTIC", (1, 400), scale, 2.0**-15)
    for content in (layer, sum_of_two, softmax, logistic):
        assert_exact(content, sanitised=True)
