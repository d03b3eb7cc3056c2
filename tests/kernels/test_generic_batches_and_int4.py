"""Windowed operators on batches, and weights of four bits, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support.cases import Draw, int8s, sample, scales, seeds, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter

_WINDOW = {"stride_h": 1, "stride_w": 1, "padding": "SAME"}
_KINDS = ("CONV_2D", "DEPTHWISE_CONV_2D", "AVERAGE_POOL_2D", "MAX_POOL_2D")


def _windowed(writer: ModelWriter, kind: str, shape: tuple[int, ...], weights: np.ndarray) -> None:
    quantisation = 0.05, -7
    x = writer.input(shape, *quantisation)
    if kind.endswith("POOL_2D"):
        y = writer.output(shape, *quantisation)
        writer.op(kind, [x], [y], filter_height=2, filter_width=3, **_WINDOW)
        return
    w = writer.constant(weights, 0.01)
    filters = weights.shape[0 if kind == "CONV_2D" else 3]
    bias = writer.constant(np.arange(filters, dtype=np.int32) * 50)
    options = {"depth_multiplier": 1} if kind == "DEPTHWISE_CONV_2D" else {}
    y = writer.output((*shape[:3], filters), 0.1, 4)
    writer.op(kind, [x, w, bias], [y], **_WINDOW, **options)


@pytest.mark.parametrize("kind", _KINDS)
@sample(6)
@given(st.data())
def test_batches(kind: str, data: st.DataObject) -> None:
    shape = tuple(data.draw(st.integers(1, 5)) for _ in range(4))
    depth = shape[3]
    size = (2, 3, 2, depth) if kind == "CONV_2D" else (1, 3, 2, depth)
    writer = ModelWriter()
    _windowed(writer, kind, shape, int8s(data.draw(seeds()), size))
    plan = assert_exact(writer.bytes())
    assert len(plan.layers) == shape[0]


@pytest.mark.parametrize(("board", "isa"), [("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)])
def test_batches_on_cores(board: str, isa: Isa) -> None:
    """Images of a multiple of 16 bytes take the fast kernels, others the portable ones."""
    writer = ModelWriter()
    for kind, shape in (("CONV_2D", (3, 4, 4, 16)), ("MAX_POOL_2D", (2, 3, 5, 3))):
        _windowed(writer, kind, shape, int8s(1, (8, 3, 3, shape[3])))
    _windowed(writer, "DEPTHWISE_CONV_2D", (2, 4, 4, 16), int8s(2, (1, 3, 3, 16)))
    plan = assert_exact_on_cortex_m(writer.bytes(), isa=isa, board=board)
    folders = {layer.header.split("/")[1] for layer in plan.layers}
    assert folders == {isa.value, "generic"}


@st.composite
def _int4(draw: Draw) -> bytes:
    depth, filters = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    kind = draw(st.sampled_from(["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"]))
    shapes = {
        "CONV_2D": ((1, 4, 4, depth), (filters, 3, 2, depth), (1, 4, 4, filters), 0),
        "DEPTHWISE_CONV_2D": ((1, 4, 4, depth), (1, 3, 2, depth), (1, 4, 4, depth), 3),
        "FULLY_CONNECTED": ((2, depth), (filters, depth), (2, filters), 0),
    }
    source, weights, target, axis = shapes[kind]
    codes = np.random.default_rng(draw(seeds())).integers(-8, 8, weights).astype(np.int8)
    channels = weights[axis]
    per_channel = kind != "FULLY_CONNECTED"
    factors = [draw(scales(0.01, 0.1)) for _ in range(channels if per_channel else 1)]
    writer = ModelWriter()
    x = writer.input(source, 0.05, draw(zero_points()))
    w = writer.int4_constant(codes, factors, axis if per_channel else 0)
    bias = writer.constant(np.arange(channels, dtype=np.int32) * 20)
    y = writer.output(target, 0.1, draw(zero_points()))
    options = {"depth_multiplier": 1} if kind == "DEPTHWISE_CONV_2D" else {}
    window = {} if kind == "FULLY_CONNECTED" else _WINDOW
    writer.op(kind, [x, w, bias], [y], **options, **window)
    return writer.bytes()


@sample(15)
@given(_int4())
def test_weights_of_four_bits(tflite: bytes) -> None:
    assert_exact(tflite)
