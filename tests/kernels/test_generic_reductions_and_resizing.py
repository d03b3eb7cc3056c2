"""Reductions, resizing, transposed convolution and conversions, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import Draw, sample, scale_pairs, scales, shapes, zero_points
from tests.support.exactness import assert_exact
from tests.support.layers import transpose_conv
from tests.support.model_writer import ModelWriter


@st.composite
def _reduction(draw: Draw, kind: str) -> bytes:
    shape = draw(shapes(2, 4, 9))
    # TFLite Micro's interpreter has room for two reduced axes.
    axes = draw(st.lists(st.integers(0, len(shape) - 1), min_size=1, max_size=2, unique=True))
    negative = draw(st.booleans())
    keep = draw(st.booleans())
    result = tuple(
        1 if axis in axes else size for axis, size in enumerate(shape) if keep or axis not in axes
    )
    pair, zeros = draw(scale_pairs(1e-2, 1.0)), draw(st.tuples(zero_points(), zero_points()))
    if kind.startswith("REDUCE") or draw(st.booleans()):
        pair, zeros = (pair[0], pair[0]), (zeros[0], zeros[0])
    writer = ModelWriter()
    x = writer.input(shape, pair[0], zeros[0])
    given_axes = [axis - len(shape) if negative else axis for axis in axes]
    y = writer.output(result, pair[1], zeros[1])
    inputs = [x, writer.constant(np.array(given_axes, np.int32))]
    writer.op(kind, inputs, [y], keep_dims=keep)
    return writer.bytes()


@pytest.mark.parametrize("kind", ["MEAN", "SUM", "REDUCE_MAX", "REDUCE_MIN"])
@sample(10)
@given(data=st.data())
def test_reductions(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_reduction(kind)))


@st.composite
def _arg(draw: Draw, kind: str) -> bytes:
    shape = draw(shapes(2, 4, 9))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    result = list(shape)
    del result[axis]
    writer = ModelWriter()
    x = writer.input(shape, 0.5, 3)
    y = writer.output(tuple(result), dtype="int32")
    writer.op(kind, [x, writer.constant(np.array([axis], np.int32))], [y])
    return writer.bytes()


@pytest.mark.parametrize("kind", ["ARG_MAX", "ARG_MIN"])
@sample(8)
@given(data=st.data())
def test_positions_of_extremes(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_arg(kind)))


@st.composite
def _resize_bilinear(draw: Draw) -> bytes:
    shape = (1, draw(st.integers(1, 7)), draw(st.integers(1, 7)), draw(st.integers(1, 4)))
    size = draw(st.integers(1, 15)), draw(st.integers(1, 15))
    align, half = draw(st.sampled_from([(False, False), (True, False), (False, True)]))
    writer = ModelWriter()
    x = writer.input(shape, 0.5, 3)
    writer.op(
        "RESIZE_BILINEAR",
        [x, writer.constant(np.array(size, np.int32))],
        [writer.output((1, *size, shape[3]), 0.5, 3)],
        align_corners=align,
        half_pixel_centers=half,
    )
    return writer.bytes()


@sample(15)
@given(content=_resize_bilinear())
def test_resize_bilinear(content: bytes) -> None:
    assert_exact(content)


@sample(15)
@given(content=transpose_conv())
def test_transpose_conv(content: bytes) -> None:
    assert_exact(content)


@sample(10)
@given(scale=scales(1e-3, 1.0), zero_point=zero_points())
def test_float_inputs_are_quantised(scale: float, zero_point: int) -> None:
    writer = ModelWriter()
    x = writer.input((1, 4, 50), dtype="float32")
    writer.op("QUANTIZE", [x], [writer.output((1, 4, 50), scale, zero_point)])
    assert_exact(writer.bytes(), samples=5)


@sample(10)
@given(scale=scales(1e-6, 100.0), zero_point=zero_points(), signed=st.booleans())
def test_codes_become_floats(scale: float, zero_point: int, signed: bool) -> None:
    writer = ModelWriter()
    quantisation = (scale, zero_point, "int8") if signed else (scale, zero_point + 128, "uint8")
    x = writer.input((1, 4, 50), *quantisation)
    writer.op("DEQUANTIZE", [x], [writer.output((1, 4, 50), dtype="float32")])
    assert_exact(writer.bytes())


@sample(1, long_cases=10)
@given(data=st.data())
def test_sanitisers_find_nothing(data: st.DataObject) -> None:
    for case in (_reduction("MEAN"), _resize_bilinear(), transpose_conv()):
        assert_exact(data.draw(case), sanitised=True)
