"""Sizes and quantisations that are refused before anything is made of them."""

from __future__ import annotations

import time

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.limits import MAX_OPERATORS
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from tests.support.model_writer import ModelWriter


def refusal(content: bytes) -> str:
    begin = time.process_time()
    with pytest.raises(ModelError) as caught:
        compile_model(content, "model.tflite", Isa.DSP)
    assert time.process_time() - begin < 5
    assert caught.value.exit_code == 2
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((1, 0, 4), "no elements"),
        ((1, 2**31 - 1), "2,147,483,647 bytes, supported are 268,435,456"),
        ((2**16, 2**16, 2**16), "supported are 268,435,456"),
        ((2,) * 9, "has 9 axes"),
    ],
)
def test_tensors_without_elements_or_with_too_many(shape: tuple[int, ...], words: str) -> None:
    writer = ModelWriter()
    writer.op("RELU", [writer.input(shape, 0.5)], [writer.output(shape, 0.5)])
    assert words in refusal(writer.bytes())


def test_tensors_that_are_large_together() -> None:
    writer = ModelWriter()
    source = writer.input((1 << 28,), 0.5)
    for _ in range(4):
        writer.op("RELU", [source], [writer.output((1 << 28,), 0.5)])
    assert "its tensors have 1,342,177,280 bytes" in refusal(writer.bytes())


def test_a_table_for_each_of_too_many_positions() -> None:
    writer = ModelWriter()
    source = writer.input((1, 1, 1, 1), 0.5)
    size = writer.constant(np.array([1, 1 << 27], np.int32))
    for kind in ("RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR"):
        writer.op(kind, [source, size], [writer.output((1, 1, 1 << 27, 1), 0.5)])
    assert refusal(writer.bytes()).count("an axis of 134,217,728") == 2


def test_too_many_operators() -> None:
    writer = ModelWriter()
    tensor = writer.input((1, 4), 0.5)
    for _ in range(MAX_OPERATORS + 1):
        following = writer.tensor((1, 4), 0.5)
        writer.op("RELU", [tensor], [following])
        tensor = following
    writer.op("RELU", [tensor], [writer.output((1, 4), 0.5)])
    assert "4,098 operators, supported are 4,096" in refusal(writer.bytes())


@pytest.mark.parametrize(
    ("scale", "zero_point", "words"),
    [
        (0.5, 128, "zero point 128 is no int8"),
        (0.5, -(2**40), "is no int8"),
        (0.0, 0, "its scale is 0"),
        (1e-38, 0, "its scale is 1e-38"),
        (1e-20, 0, "a factor of 1e+23"),
        (float("nan"), 0, "not a number"),
        (-1.0, 0, "negative"),
    ],
)
def test_quantisations_without_a_meaning(scale: float, zero_point: int, words: str) -> None:
    writer = ModelWriter()
    source = writer.input((1, 4), 1e3)
    writer.op("QUANTIZE", [source], [writer.output((1, 4), scale, zero_point)])
    assert words in refusal(writer.bytes())


@pytest.mark.parametrize(
    ("scales", "axis", "words"),
    [
        ([0.5] * 3, 0, "3 scales for 4 channels"),
        ([0.5] * 4, 4, "quantised along axis 4 of 4"),
        ([0.5] * 4, -1, "quantised along axis -1"),
        ([0.5] * 3, 1, "quantised along axis 1, supported is 0"),
    ],
)
def test_scales_along_the_wrong_axis(scales: list[float], axis: int, words: str) -> None:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), 0.5)
    weights = writer.constant(np.ones((4, 3, 3, 2), np.int8), scales, axis=axis)
    target = writer.output((1, 4, 4, 4), 0.5)
    writer.op("CONV_2D", [source, weights], [target], padding="SAME", stride_w=1, stride_h=1)
    assert words in refusal(writer.bytes())


@pytest.mark.parametrize(("bias", "fits"), [(2**31 - 1, False), (2**31 - 1 - 8 * 255, True)])
def test_sums_stay_within_their_accumulators(bias: int, fits: bool) -> None:
    """Eight weights of 1 meet codes that are up to 255 from the zero point."""
    writer = ModelWriter()
    source = writer.input((1, 8), 0.5, -128)
    weights = writer.constant(np.ones((1, 8), np.int8), 1e-9)
    biases = writer.constant(np.array([bias], np.int32))
    writer.op("FULLY_CONNECTED", [source, weights, biases], [writer.output((1, 1), 0.5)])
    if fits:
        assert compile_model(writer.bytes(), "large").layers
    else:
        assert "may add up to" in refusal(writer.bytes())


def test_operators_that_compute_on_constants_alone() -> None:
    writer = ModelWriter()
    writer.op("RELU", [writer.input((1, 4), 0.5)], [writer.output((1, 4), 0.5)])
    known = writer.constant(np.ones((1, 4), np.int8), 0.5)
    writer.op("MUL", [known, known], [writer.output((1, 4), 0.5)])
    assert "its input is constant" in refusal(writer.bytes())


def test_ports_of_types_that_the_harness_does_not_have() -> None:
    writer = ModelWriter()
    target = writer.output((4, 1), dtype="int64")
    writer.op("RESHAPE", [writer.input((1, 4), dtype="int64")], [target])
    assert "an input or output, is int64" in refusal(writer.bytes())
