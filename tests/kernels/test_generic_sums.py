"""Sums of many tensors and along an axis, int8, against the oracle."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support.cases import Draw, sample, scales, shapes, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import products_and_norms


@st.composite
def _sum(draw: Draw) -> bytes:
    shape, quantisation = draw(shapes(1, 4)), (draw(scales(1e-2, 0.5)), draw(zero_points()))
    writer = ModelWriter()
    inputs = [writer.input(shape, *quantisation) for _ in range(draw(st.integers(2, 5)))]
    writer.op("ADD_N", inputs, [writer.output(shape, draw(scales(1e-2, 2.0)), draw(zero_points()))])
    return writer.bytes()


@sample(15)
@given(_sum())
def test_sums_of_many(tflite: bytes) -> None:
    assert_exact(tflite)


@st.composite
def _running(draw: Draw) -> bytes:
    shape = tuple(draw(st.lists(st.integers(1, 6), min_size=1, max_size=4)))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    writer = ModelWriter()
    x = writer.input(shape, draw(scales(1e-2, 0.5)), draw(zero_points()))
    y = writer.output(shape, draw(scales(1e-2, 2.0)), draw(zero_points()))
    options = {"exclusive": draw(st.booleans()), "reverse": draw(st.booleans())}
    writer.op("CUMSUM", [x, writer.constant(np.array(axis, np.int32))], [y], **options)
    return writer.bytes()


@sample(20)
@given(_running())
def test_running_sums(tflite: bytes) -> None:
    assert_exact(tflite)


def test_on_a_core() -> None:
    assert_exact_on_cortex_m(products_and_norms(), isa=Isa.DSP)
