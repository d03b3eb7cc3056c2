"""What people get wrong when they quantise: each is told with its remedy, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.errors import UnsupportedModelError
from tests.support.model_writer import ModelWriter


def notes_of(writer: ModelWriter) -> tuple[str, ...]:
    return compile_model(writer.bytes(), "odd.tflite").notes


def dense(writer: ModelWriter, source: int, scale: float = 0.1) -> int:
    weights = writer.constant(np.ones((3, 4), np.int8), 0.01)
    target = writer.tensor((1, 3), scale)
    writer.op("FULLY_CONNECTED", [source, weights, -1], [target])
    return target


def test_a_model_as_it_should_be_gets_no_note() -> None:
    writer = ModelWriter()
    x = dense(writer, writer.input((1, 4), 0.05, -128))
    writer.op("SOFTMAX", [x], [writer.output((1, 3), 1 / 256, -128)], beta=1.0)
    assert notes_of(writer) == ()


def test_inputs_that_were_calibrated_on_zeros() -> None:
    writer = ModelWriter()
    writer.returns(dense(writer, writer.input((1, 4), 7.8e-9)))
    (note,) = notes_of(writer)
    assert "warning: input " in note
    assert "has a range of 2e-06 in all: the data that it was calibrated on was zero" in note
    assert "representative_dataset" in note


def test_a_refusal_that_comes_of_zeros_says_so() -> None:
    writer = ModelWriter()
    x = dense(writer, writer.input((1, 4), 7.8e-9), 7.8e-9)
    writer.op("SOFTMAX", [x], [writer.output((1, 3), 1 / 256, -128)], beta=1.0)
    with pytest.raises(UnsupportedModelError, match="calibrated on was zero") as caught:
        compile_model(writer.bytes(), "odd.tflite")
    assert "--calibrate" in str(caught.value.hint)


def test_a_softmax_that_is_left_in_float() -> None:
    writer = ModelWriter()
    x = dense(writer, writer.input((1, 4), 0.05))
    real = writer.tensor((1, 3), dtype="float32")
    writer.op("DEQUANTIZE", [x], [real])
    writer.op("SOFTMAX", [real], [writer.output((1, 3), dtype="float32")], beta=1.0)
    (note,) = notes_of(writer)
    assert "warning: SOFTMAX is left in float32" in note
    assert "TFLITE_BUILTINS_INT8" in note


def test_operators_that_are_left_in_float() -> None:
    writer = ModelWriter()
    x = dense(writer, writer.input((1, 4), 0.05))
    real = writer.tensor((1, 3), dtype="float32")
    writer.op("DEQUANTIZE", [x], [real])
    weights = writer.constant(np.ones((2, 3), np.float32))
    target = writer.output((1, 2), dtype="float32")
    writer.op("FULLY_CONNECTED", [real, weights, -1], [target])
    (note,) = notes_of(writer)
    assert "warning: 1 of 3 operators compute in float32" in note
    assert "FULLY_CONNECTED" in note


def test_a_model_in_float() -> None:
    writer = ModelWriter()
    x = writer.input((1, 4), dtype="float32")
    weights = writer.constant(np.ones((2, 4), np.float32))
    target = writer.output((1, 2), dtype="float32")
    writer.op("FULLY_CONNECTED", [x, weights, -1], [target])
    (note,) = notes_of(writer)
    assert "it computes in float32" in note
    assert "--calibrate" in note


def test_an_input_of_uint8() -> None:
    writer = ModelWriter()
    x = writer.input((1, 4), 0.05, 128, dtype="uint8")
    codes = writer.tensor((1, 4), 0.05, 0)
    writer.op("QUANTIZE", [x], [codes])
    writer.returns(dense(writer, codes))
    (note,) = notes_of(writer)
    assert "warning: its input is uint8" in note
    assert "inference_input_type = tf.int8" in note
