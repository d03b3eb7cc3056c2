"""Slices by index and images in phases, any type, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from tests.support.cases import Draw, sample, seeds
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.host_runner import HostModel
from tests.support.model_writer import ModelWriter

_SIZES = st.integers(1, 5)
_QUANTISATION = 0.1, 3


@st.composite
def _gather(draw: Draw) -> bytes:
    shape = tuple(draw(st.lists(_SIZES, min_size=1, max_size=4)))
    axis = draw(st.integers(0, len(shape) - 1))
    count = tuple(draw(st.lists(st.integers(1, 4), max_size=2)))
    indices = np.random.default_rng(draw(seeds())).integers(0, shape[axis], count)
    writer = ModelWriter()
    x = writer.input(shape, *_QUANTISATION)
    i = writer.constant(indices.astype(np.int32))
    y = writer.output((*shape[:axis], *count, *shape[axis + 1 :]), *_QUANTISATION)
    given_axis = axis - len(shape) if draw(st.booleans()) else axis
    writer.op("GATHER", [x, i], [y], axis=given_axis, batch_dims=0)
    return writer.bytes()


@sample(20)
@given(_gather())
def test_slices_along_an_axis(tflite: bytes) -> None:
    assert_exact(tflite)


@st.composite
def _gather_nd(draw: Draw) -> bytes:
    shape = tuple(draw(st.lists(_SIZES, min_size=1, max_size=4)))
    coordinates = draw(st.integers(1, len(shape)))
    count = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=2)))
    random = np.random.default_rng(draw(seeds()))
    indices = random.integers(0, shape[:coordinates], (*count, coordinates))
    writer = ModelWriter()
    x = writer.input(shape, *_QUANTISATION)
    i = writer.constant(indices.astype(np.int32))
    y = writer.output((*count, *shape[coordinates:]), *_QUANTISATION)
    writer.op("GATHER_ND", [x, i], [y])
    return writer.bytes()


@sample(20)
@given(_gather_nd())
def test_slices_by_coordinates(tflite: bytes) -> None:
    assert_exact(tflite)


def test_an_index_that_is_not_there_is_refused() -> None:
    writer = ModelWriter()
    x = writer.input((4, 2), *_QUANTISATION)
    indices = writer.constant(np.array([1, 4], np.int32))
    writer.op("GATHER", [x, indices], [writer.output((2, 2), *_QUANTISATION)], axis=0)
    with pytest.raises(ModelError, match="its indices are beyond"):
        compile_model(writer.bytes(), "the model")


@st.composite
def _phases(draw: Draw) -> bytes:
    """An image taken apart into phases and put together again, with other borders.

    Nothing is padded: TFLite Micro leaves the code of padding unset, so what it writes there is
    what its memory held before.
    """
    axes = draw(st.integers(1, 2))
    block = [draw(st.integers(1, 3)) for _ in range(axes)]
    phases = [draw(st.integers(1, 3)) for _ in range(axes)]
    pads = [(0, 0) for _ in block]
    image = [n * size for n, size in zip(phases, block, strict=True)]
    crops = [
        (draw(st.integers(0, min(size - 1, n - 1))), 0)
        for size, n in zip(block, image, strict=True)
    ]
    result = [n * size - c[0] for n, size, c in zip(phases, block, crops, strict=True)]
    batch, depth = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    writer = ModelWriter()
    x = writer.input((batch, *image, depth), *_QUANTISATION)
    sizes = writer.constant(np.array(block, np.int32))
    middle = writer.output((batch * int(np.prod(block)), *phases, depth), *_QUANTISATION)
    y = writer.output((batch, *result, depth), *_QUANTISATION)
    first, second = (writer.constant(np.array(border, np.int32)) for border in (pads, crops))
    writer.op("SPACE_TO_BATCH_ND", [x, sizes, first], [middle])
    writer.op("BATCH_TO_SPACE_ND", [middle, sizes, second], [y])
    return writer.bytes()


@sample(20)
@given(_phases())
def test_images_in_phases(tflite: bytes) -> None:
    assert_exact(tflite)


def test_all_on_a_core() -> None:
    writer = ModelWriter()
    x = writer.input((1, 4, 6, 3), *_QUANTISATION)
    indices = writer.constant(np.array([2, 0, 0, 1], np.int32))
    writer.op("GATHER", [x, indices], [writer.output((1, 4, 6, 4), *_QUANTISATION)], axis=3)
    pairs = writer.constant(np.array([[0, 3], [0, 1]], np.int32))
    writer.op("GATHER_ND", [x, pairs], [writer.output((2, 6, 3), *_QUANTISATION)])
    block = writer.constant(np.array([2, 3], np.int32))
    none = writer.constant(np.zeros((2, 2), np.int32))
    phases = writer.tensor((6, 2, 2, 3), *_QUANTISATION)
    writer.op("SPACE_TO_BATCH_ND", [x, block, none], [phases])
    writer.op(
        "BATCH_TO_SPACE_ND", [phases, block, none], [writer.output((1, 4, 6, 3), *_QUANTISATION)]
    )
    assert_exact_on_cortex_m(writer.bytes(), isa=Isa.DSP)


def test_padding_of_phases_is_code_zero() -> None:
    # given a row of four that is padded by two in front, in phases of three
    writer = ModelWriter()
    x = writer.input((1, 4, 1), *_QUANTISATION)
    sizes = writer.constant(np.array([3], np.int32))
    pads = writer.constant(np.array([[2, 0]], np.int32))
    writer.op("SPACE_TO_BATCH_ND", [x, sizes, pads], [writer.output((3, 2, 1), *_QUANTISATION)])
    plan = compile_model(writer.bytes(), "the model")
    # then each phase takes every third code, of zeros in front
    values = np.array([5, 6, 7, 8], np.int8).reshape(1, 4, 1)
    expected = np.array([[0, 6], [0, 7], [5, 8]], np.int8).reshape(3, 2, 1)
    assert np.array_equal(HostModel(plan)([values])[0], expected)
