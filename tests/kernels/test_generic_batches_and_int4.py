"""Windowed operators on batches, and weights of four bits, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.isa import Isa
from neurio_gen.level import Level
from tests.support.batch_layers import KINDS, WINDOW, batches, int4_layer, windowed
from tests.support.cases import int8s, sample
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter


@pytest.mark.parametrize("kind", KINDS)
@sample(6)
@given(st.data())
def test_batches(kind: str, data: st.DataObject) -> None:
    content = data.draw(batches(kind))
    plan = assert_exact(content)
    assert len(plan.layers) == plan.inputs[0].shape[0]


@pytest.mark.parametrize(("board", "isa"), [("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)])
def test_batches_on_cores(board: str, isa: Isa) -> None:
    """Images of a multiple of 16 bytes take the fast kernels, others the portable ones."""
    writer = ModelWriter()
    for kind, shape in (("CONV_2D", (3, 4, 4, 16)), ("MAX_POOL_2D", (2, 3, 5, 3))):
        windowed(writer, kind, shape, int8s(1, (8, 3, 3, shape[3])))
    windowed(writer, "DEPTHWISE_CONV_2D", (2, 4, 4, 16), int8s(2, (1, 3, 3, 16)))
    plan = assert_exact_on_cortex_m(writer.bytes(), isa=isa, board=board)
    folders = {layer.header.split("/")[1] for layer in plan.layers}
    assert folders == {isa.value, "generic"}


@sample(8)
@given(int4_layer())
def test_weights_of_four_bits(tflite: bytes) -> None:
    plan = assert_exact(tflite)
    assert {layer.kernel for layer in plan.layers} <= {"conv_2d_s4", "depthwise_conv_2d_s4"}


def _wide() -> bytes:
    """Layers of more filters than are unpacked at once, of odd sizes."""
    writer = ModelWriter()
    x, middle = writer.input((1, 5, 6, 9), 0.05, -7), writer.tensor((1, 5, 6, 19), 0.1, 4)
    codes = int8s(3, (19, 3, 3, 9)) >> 4
    writer.op("CONV_2D", [x, writer.int4_constant(codes, [0.01] * 19)], [middle], **WINDOW)
    taps = writer.int4_constant(int8s(4, (1, 3, 3, 19)) >> 4, [0.02] * 19, 3)
    last = writer.tensor((1, 5, 6, 19), 0.1, -3)
    bias = writer.constant(np.arange(19, dtype=np.int32))
    writer.op("DEPTHWISE_CONV_2D", [middle, taps, bias], [last], depth_multiplier=1, **WINDOW)
    flat = writer.tensor((1, 570), 0.1, -3)
    writer.op("RESHAPE", [last], [flat])
    dense = writer.int4_constant(int8s(5, (7, 570)) >> 4, [0.01])
    writer.op("FULLY_CONNECTED", [flat, dense], [writer.output((1, 7), 0.3, 2)])
    return writer.bytes()


@pytest.mark.parametrize(
    ("board", "isa", "kernel"),
    [("mps2_an386", Isa.DSP, "conv_2d_pairs_s4"), ("mps3_an547", Isa.MVE, "mve_conv_2d_s4")],
)
def test_weights_of_four_bits_on_cores(board: str, isa: Isa, kernel: str) -> None:
    """Given int4 weights; when not speed is what counts; then they take half of the flash."""
    plan = assert_exact_on_cortex_m(_wide(), isa=isa, board=board)
    assert [layer.kernel for layer in plan.layers] == [kernel, "depthwise_conv_2d_s4", kernel]
    fast = compile_model(_wide(), "the model", isa, Goal(Level.SPEED))
    weights = 19 * 81 + 9 * 19 + 7 * 570
    assert weights / 2 < plan.constant_bytes < 0.65 * fast.constant_bytes
    assert {layer.kernel for layer in fast.layers}.isdisjoint(layer.kernel for layer in plan.layers)


def test_unpacking_stays_within_its_memory() -> None:
    assert_exact(_wide(), sanitised=True)
