"""Matrix products, normalisations and squared differences, int8, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support.cases import Draw, int8s, sample, scale_pairs, scales, seeds, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter

_SIZES = st.integers(1, 6)


@st.composite
def _batch_matmul(draw: Draw) -> bytes:
    rows, depth, columns = (draw(_SIZES) for _ in range(3))
    batches = tuple(draw(st.lists(st.integers(1, 3), max_size=3)))
    left_batches = tuple(1 if draw(st.booleans()) else size for size in batches)
    turned = draw(st.booleans()), draw(st.booleans())
    left = (*left_batches, *((depth, rows) if turned[0] else (rows, depth)))
    right = (*batches, *((columns, depth) if turned[1] else (depth, columns)))
    writer = ModelWriter()
    a = writer.input(left, draw(scales(1e-3, 0.5)), draw(zero_points()))
    scale, zero_point = draw(scales(1e-3, 0.5)), draw(zero_points())
    if draw(st.booleans()):
        b = writer.input(right, scale, zero_point)
    else:
        b = writer.constant(int8s(draw(seeds()), right), scale, zero_point)
    y = writer.output((*batches, rows, columns), draw(scales(1e-2, 1.0)), draw(zero_points()))
    writer.op("BATCH_MATMUL", [a, b], [y], adj_x=turned[0], adj_y=turned[1])
    return writer.bytes()


@sample(20)
@given(_batch_matmul())
def test_matrix_products(tflite: bytes) -> None:
    assert_exact(tflite)


@st.composite
def _computed_weights(draw: Draw) -> bytes:
    rows, depth, outputs = (draw(_SIZES) for _ in range(3))
    writer = ModelWriter()
    pair = draw(scales(1e-3, 0.1)), draw(scales(1e-3, 0.1))
    x = writer.input((rows, depth), pair[0], draw(zero_points()))
    w = writer.input((outputs, depth), pair[1], draw(zero_points()))
    inputs = [x, w]
    if draw(st.booleans()):
        bias = np.random.default_rng(draw(seeds())).integers(-5000, 5000, outputs)
        inputs.append(writer.constant(bias.astype(np.int32), pair[0] * pair[1]))
    y = writer.output((rows, outputs), draw(scales(1e-3, 0.5)), draw(zero_points()))
    activation = draw(st.sampled_from(["NONE", "RELU", "RELU6"]))
    writer.op("FULLY_CONNECTED", inputs, [y], fused_activation_function=activation)
    return writer.bytes()


@sample(12)
@given(_computed_weights())
def test_dense_layers_of_computed_weights(tflite: bytes) -> None:
    assert_exact(tflite)


@st.composite
def _squared_difference(draw: Draw) -> bytes:
    shape = tuple(draw(st.lists(_SIZES, min_size=1, max_size=4)))
    narrow = tuple(1 if draw(st.booleans()) else size for size in shape)
    pair = draw(scale_pairs(1e-2, 1.0))
    writer = ModelWriter()
    a = writer.input(shape, pair[0], draw(zero_points()))
    b = writer.input(narrow, pair[1], draw(zero_points()))
    y = writer.output(shape, draw(scales(1e-2, 4.0)), draw(zero_points()))
    inputs = [a, b] if draw(st.booleans()) else [b, a]
    writer.op("SQUARED_DIFFERENCE", inputs, [y])
    return writer.bytes()


@sample(20)
@given(_squared_difference())
def test_squared_differences(tflite: bytes) -> None:
    assert_exact(tflite)


@st.composite
def _normalisation(draw: Draw, kind: str, output: tuple[float, int]) -> bytes:
    shape = (*draw(st.lists(_SIZES, max_size=2)), draw(st.integers(1, 30)))
    writer = ModelWriter()
    x = writer.input(shape, draw(scales(1e-3, 1.0)), draw(zero_points()))
    writer.op(kind, [x], [writer.output(shape, *output)])
    return writer.bytes()


@sample(20)
@given(_normalisation("L2_NORMALIZATION", (1 / 128, 0)))
def test_rows_of_unit_length(tflite: bytes) -> None:
    assert_exact(tflite)


@sample(30)
@given(_normalisation("LOG_SOFTMAX", (1 / 16, 127)))
def test_logarithms_of_softmax(tflite: bytes) -> None:
    assert_exact(tflite)


@pytest.mark.parametrize(("board", "isa"), [("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)])
def test_all_on_cores(board: str, isa: Isa) -> None:
    writer = ModelWriter()
    x = writer.input((2, 5, 8), 0.05, 3)
    for kind, output in (("L2_NORMALIZATION", (1 / 128, 0)), ("LOG_SOFTMAX", (1 / 16, 127))):
        writer.op(kind, [x], [writer.output((2, 5, 8), *output)])
    y = writer.input((1, 8, 3), 0.02, -9)
    writer.op("BATCH_MATMUL", [x, y], [writer.output((2, 5, 3), 0.1, 7)])
    writer.op("SQUARED_DIFFERENCE", [x, x], [writer.output((2, 5, 8), 0.1, 0)])
    weights = writer.input((4, 8), 0.03, 0)
    writer.op("FULLY_CONNECTED", [x, weights], [writer.output((10, 4), 0.1, 1)])
    assert_exact_on_cortex_m(writer.bytes(), isa=isa, board=board)
