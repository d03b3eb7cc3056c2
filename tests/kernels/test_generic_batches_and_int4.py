"""Windowed operators on batches, and weights of four bits, against the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support.batch_layers import KINDS, batches, int4_layer, windowed
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


@sample(15)
@given(int4_layer())
def test_weights_of_four_bits(tflite: bytes) -> None:
    assert_exact(tflite)
