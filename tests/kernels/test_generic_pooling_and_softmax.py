"""Pooling, padding and softmax on the portable kernels, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import Draw, sample, scales, shapes, zero_points
from tests.support.exactness import assert_exact
from tests.support.layers import pool_2d
from tests.support.model_writer import ModelWriter


@pytest.mark.parametrize("kind", ["AVERAGE_POOL_2D", "MAX_POOL_2D"])
@sample(10)
@given(data=st.data())
def test_pooling(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(pool_2d(kind)))


@st.composite
def _softmax(draw: Draw) -> bytes:
    shape = draw(shapes(2, 4, 12))
    writer = ModelWriter()
    x = writer.input(shape, draw(scales(1e-4, 4.0)), draw(zero_points()))
    y = writer.output(shape, 1 / 256, -128)
    writer.op("SOFTMAX", [x], [y], beta=draw(st.sampled_from([1.0, 0.5, 2.0, 0.1])))
    return writer.bytes()


@sample(25)
@given(content=_softmax())
def test_softmax(content: bytes) -> None:
    assert_exact(content, samples=6)


@st.composite
def _pad(draw: Draw, kind: str) -> bytes:
    shape = draw(shapes(1, 4, 5))
    amounts = st.tuples(st.integers(0, 3), st.integers(0, 3))
    paddings = [draw(amounts) for _ in shape]
    scale, zero_point = draw(scales()), draw(zero_points())
    writer = ModelWriter()
    x = writer.input(shape, scale, zero_point)
    inputs = [x, writer.constant(np.array(paddings, np.int32))]
    if kind == "PADV2":
        value = np.array([draw(st.integers(-128, 127))], np.int8)
        inputs.append(writer.constant(value, scale, zero_point))
    padded = [size + sum(amount) for size, amount in zip(shape, paddings, strict=True)]
    writer.op(kind, inputs, [writer.output(padded, scale, zero_point)])
    return writer.bytes()


@pytest.mark.parametrize("kind", ["PAD", "PADV2"])
@sample(10)
@given(data=st.data())
def test_padding(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_pad(kind)))
