"""What the passes rewrite for the kernels stays exact: dilations, float islands, shared inputs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import Draw, int8s, sample, scales, seeds, zero_points
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter


@st.composite
def _space_to_batch(draw: Draw, kind: str) -> bytes:
    """A dilated convolution as TensorFlow writes it, not padded."""
    rate = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    size = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    reach = [(taps - 1) * gap for taps, gap in zip(size, rate, strict=True)]
    image = [draw(st.integers(far + 1, far + 6)) for far in reach]
    results = [n - far for n, far in zip(image, reach, strict=True)]
    # What is behind makes the size a multiple of the block; the crops take it away again.
    extra = [-n % gap for n, gap in zip(image, rate, strict=True)]
    paddings = [(0, more) for more in extra]
    phases = [(n + more) // gap for n, more, gap in zip(image, extra, rate, strict=True)]
    outputs = [phase - taps + 1 for phase, taps in zip(phases, size, strict=True)]
    crops = [(0, o * gap - r) for o, gap, r in zip(outputs, rate, results, strict=True)]
    batch, depth, filters = rate[0] * rate[1], draw(st.integers(1, 4)), draw(st.integers(1, 4))
    if kind == "DEPTHWISE_CONV_2D":
        filters = depth
    source = draw(scales(1e-2, 0.1)), draw(zero_points())
    output = draw(scales(1e-2, 0.1)), draw(zero_points())
    writer = ModelWriter()
    x = writer.input((1, *image, depth), *source)
    block = writer.constant(np.array(rate, np.int32))
    split = writer.tensor((batch, *phases, depth), *source)
    amounts = writer.constant(np.array(paddings, np.int32))
    writer.op("SPACE_TO_BATCH_ND", [x, block, amounts], [split])
    shape = (1, *size, filters) if kind == "DEPTHWISE_CONV_2D" else (filters, *size, depth)
    weights = writer.constant(int8s(draw(seeds()), shape), 0.01)
    bias = writer.constant(np.zeros(filters, np.int32))
    convolved = writer.tensor((batch, *outputs, filters), *output)
    options = {"depth_multiplier": 1} if kind == "DEPTHWISE_CONV_2D" else {}
    options |= {"padding": "VALID", "stride_h": 1, "stride_w": 1}
    writer.op(kind, [split, weights, bias], [convolved], **options)
    y = writer.output((1, *results, filters), *output)
    cut = writer.constant(np.array(crops, np.int32))
    writer.op("BATCH_TO_SPACE_ND", [convolved, block, cut], [y])
    return writer.bytes()


@pytest.mark.parametrize("kind", ["CONV_2D", "DEPTHWISE_CONV_2D"])
@sample(8)
@given(data=st.data())
def test_space_to_batch_around_a_convolution_is_a_dilation(kind: str, data: st.DataObject) -> None:
    plan = assert_exact(data.draw(_space_to_batch(kind)))
    assert [layer.operator for layer in plan.layers] == [kind]


def test_a_convolution_may_read_what_is_not_the_first_result_of_an_operator() -> None:
    """Given a SPLIT whose first half nobody reads."""
    writer = ModelWriter()
    x = writer.input((1, 4, 5, 6), 0.1, 3)
    halves = [writer.tensor((1, 4, 5, 3), 0.1, 3) for _ in range(2)]
    writer.op("SPLIT", [writer.constant(np.array(3, np.int32)), x], halves, num_splits=2)
    weights = writer.constant(int8s(1, (4, 2, 2, 3)), 0.01)
    options = {"stride_h": 1, "stride_w": 1, "padding": "VALID"}
    writer.op("CONV_2D", [halves[1], weights], [writer.output((1, 3, 4, 4), 0.2)], **options)
    assert_exact(writer.bytes())


_FLOAT_FUNCTIONS = (
    *("ABS", "CEIL", "COS", "ELU", "EXP", "FLOOR", "HARD_SWISH", "LEAKY_RELU", "LOGISTIC", "NEG"),
    *("RELU", "RELU6", "SIN", "SQUARE", "TANH"),
)


@pytest.mark.parametrize("kind", _FLOAT_FUNCTIONS)
@sample(6)
@given(
    source=st.tuples(scales(1e-3, 0.05), zero_points()),
    output=st.tuples(scales(1e-3, 0.05), zero_points()),
)
def test_a_float_function_between_conversions_is_a_table(
    kind: str, source: tuple[float, int], output: tuple[float, int]
) -> None:
    writer = ModelWriter()
    x = writer.input((1, 256), *source)
    real, result = (writer.tensor((1, 256), dtype="float32") for _ in range(2))
    writer.op("DEQUANTIZE", [x], [real])
    writer.op(kind, [real], [result], **({"alpha": 0.3} if kind == "LEAKY_RELU" else {}))
    writer.op("QUANTIZE", [result], [writer.output((1, 256), *output)])
    _assert_one_exact_table(writer.bytes())


def test_a_product_with_an_own_function_is_a_table() -> None:
    """x * logistic(x), in float and in int8."""
    writer = ModelWriter()
    x = writer.input((1, 256), 0.05, -3)
    real, gate, product = (writer.tensor((1, 256), dtype="float32") for _ in range(3))
    writer.op("DEQUANTIZE", [x], [real])
    writer.op("LOGISTIC", [real], [gate])
    writer.op("MUL", [real, gate], [product])
    writer.op("QUANTIZE", [product], [writer.output((1, 256), 0.03, -100)])
    _assert_one_exact_table(writer.bytes())
    writer = ModelWriter()
    x = writer.input((1, 256), 0.05, -3)
    gate = writer.tensor((1, 256), 1 / 256, -128)
    writer.op("LOGISTIC", [x], [gate])
    writer.op("MUL", [gate, x], [writer.output((1, 256), 0.03, -100)])
    _assert_one_exact_table(writer.bytes())


def _assert_one_exact_table(content: bytes) -> None:
    plan = compile_model(content, "function", Isa.GENERIC)
    assert [layer.kernel for layer in plan.layers] == ["lookup_s8"]
    codes = np.arange(-128, 128).astype(np.int8).reshape(1, 256)
    expected = Oracle(content).invoke([codes])[0].ravel()
    assert plan.constants[0].values.tolist() == expected.tolist()


def test_tensors_may_be_outputs_more_than_once() -> None:
    """Given an input, a constant, a result and its view, in any order and number."""
    writer = ModelWriter()
    x = writer.input((1, 4), 0.05, -3)
    constant = writer.constant(np.array([[1, 2, 3, 4]], np.int8), 0.05, -3)
    result, view = writer.tensor((1, 4), 0.05, -3), writer.tensor((4,), 0.05, -3)
    writer.op("RELU", [x], [result])
    writer.op("RESHAPE", [result, writer.constant(np.array([4], np.int32))], [view])
    writer.returns(view, result, x, constant, view, x, constant)
    assert_exact(writer.bytes())
