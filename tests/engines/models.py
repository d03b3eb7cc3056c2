"""Models for tests of engines, and where the fake library is."""

from __future__ import annotations

from pathlib import Path

from tests.support.model_writer import ModelWriter

FAKE = Path(__file__).parent / "fake_tflm"
"""A library with the API of TensorFlow Lite Micro; its operators copy."""


def copying_model(size: int = 4) -> bytes:
    """RESHAPE, RELU, RESHAPE: each the identity, as RELU's input is never below zero."""
    writer = ModelWriter()
    quantised = {"scale": 0.5, "zero_point": -128}
    source = writer.input((1, size, size), **quantised)
    flat = writer.tensor((1, size * size), **quantised)
    clipped = writer.tensor((1, size * size), **quantised)
    target = writer.output((1, size, size), **quantised)
    writer.op("RESHAPE", [source], [flat], new_shape=[1, size * size])
    writer.op("RELU", [flat], [clipped])
    writer.op("RESHAPE", [clipped], [target], new_shape=[1, size, size])
    return writer.bytes()


def softmax_model() -> bytes:
    """An operator that the fake library does not have."""
    writer = ModelWriter()
    source = writer.input((1, 8), scale=0.5, zero_point=0)
    target = writer.output((1, 8), scale=1 / 256, zero_point=-128)
    writer.op("SOFTMAX", [source], [target], beta=1.0)
    return writer.bytes()
