"""Operators that only move elements, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.errors import UnsupportedModelError
from neurio_gen.isa import Isa
from tests.support.cases import Draw, sample, shapes
from tests.support.exactness import assert_exact
from tests.support.host_runner import HostModel
from tests.support.model_writer import ModelWriter
from tests.support.moving import input_tensor, ints, output_tensor


@st.composite
def _slice(draw: Draw) -> bytes:
    shape = draw(shapes(1, 4))
    begin = [draw(st.integers(0, size - 1)) for size in shape]
    sizes = [draw(st.integers(1, n - first)) for n, first in zip(shape, begin, strict=True)]
    rest = [
        -1 if first + size == n else size
        for n, first, size in zip(shape, begin, sizes, strict=True)
    ]
    dtype = draw(st.sampled_from(["int8", "int8", "float32"]))
    writer = ModelWriter()
    x = input_tensor(writer, shape, dtype)
    given_sizes = rest if draw(st.booleans()) else sizes
    inputs = [x, ints(writer, *begin), ints(writer, *given_sizes)]
    writer.op("SLICE", inputs, [output_tensor(writer, tuple(sizes), dtype)])
    return writer.bytes()


@st.composite
def _strided_slice(draw: Draw) -> bytes:
    shape = draw(shapes(1, 4))
    slices, begins, ends, steps, masks = [], [], [], [], [0, 0, 0]
    for axis, size in enumerate(shape):
        step = draw(st.sampled_from([1, 1, 2, 3, -1, -2]))
        first, last = draw(st.integers(-size, size - 1)), draw(st.integers(-size - 1, size + 1))
        open_begin, open_end = draw(st.booleans()), draw(st.booleans())
        shrink = draw(st.integers(0, 5)) == 0
        chosen = slice(None if open_begin else first, None if open_end else last, step)
        if shrink:
            chosen, step = slice(first % size, first % size + 1), 1
        elif len(range(size)[chosen]) == 0:
            chosen, open_begin, open_end, step = slice(None), True, True, 1
        masks[0] |= int(open_begin and not shrink) << axis
        masks[1] |= int(open_end and not shrink) << axis
        masks[2] |= int(shrink) << axis
        slices.append(chosen)
        begins.append(first)
        ends.append(first + 1 if shrink else last)
        steps.append(step)
    result = np.zeros(shape)[tuple(slices)].shape
    result = tuple(size for axis, size in enumerate(result) if not masks[2] >> axis & 1)
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    inputs = [x, ints(writer, *begins), ints(writer, *ends), ints(writer, *steps)]
    writer.op(
        "STRIDED_SLICE",
        inputs,
        [output_tensor(writer, result)],
        begin_mask=masks[0],
        end_mask=masks[1],
        shrink_axis_mask=masks[2],
    )
    return writer.bytes()


@st.composite
def _transpose(draw: Draw) -> bytes:
    shape = tuple(draw(st.lists(st.integers(1, 5), min_size=2, max_size=5)))
    order = draw(st.permutations(range(len(shape))))
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    result = tuple(shape[axis] for axis in order)
    writer.op("TRANSPOSE", [x, ints(writer, *order)], [output_tensor(writer, result)])
    return writer.bytes()


@st.composite
def _mirror_pad(draw: Draw) -> bytes:
    shape = draw(shapes(2, 4))
    mode = draw(st.sampled_from(["REFLECT", "SYMMETRIC"]))
    most = [size - (mode == "REFLECT") for size in shape]
    paddings = [(draw(st.integers(0, n)), draw(st.integers(0, n))) for n in most]
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    amounts = writer.constant(np.array(paddings, np.int32))
    result = tuple(size + sum(pair) for size, pair in zip(shape, paddings, strict=True))
    writer.op("MIRROR_PAD", [x, amounts], [output_tensor(writer, result)], mode=mode)
    return writer.bytes()


@st.composite
def _resize_nearest(draw: Draw) -> bytes:
    shape = (1, draw(st.integers(1, 7)), draw(st.integers(1, 7)), draw(st.integers(1, 4)))
    size = draw(st.integers(1, 15)), draw(st.integers(1, 15))
    align, half = draw(st.sampled_from([(False, False), (True, False), (False, True)]))
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    writer.op(
        "RESIZE_NEAREST_NEIGHBOR",
        [x, ints(writer, *size)],
        [output_tensor(writer, (1, *size, shape[3]))],
        align_corners=align,
        half_pixel_centers=half,
    )
    return writer.bytes()


@st.composite
def _broadcast_to(draw: Draw) -> bytes:
    result = draw(shapes(1, 4))
    kept = draw(st.integers(0, len(result) - 1))
    shape = tuple(1 if draw(st.booleans()) else size for size in result[kept:])
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    writer.op("BROADCAST_TO", [x, ints(writer, *result)], [output_tensor(writer, result)])
    return writer.bytes()


@st.composite
def _reverse(draw: Draw) -> bytes:
    shape = draw(shapes(1, 4))
    first = draw(st.integers(0, len(shape) - 1))
    last = draw(st.integers(first, len(shape) - 1))
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    axes = ints(writer, *range(first, last + 1))
    writer.op("REVERSE_V2", [x, axes], [output_tensor(writer, shape)])
    return writer.bytes()


@st.composite
def _blocks(draw: Draw, kind: str) -> bytes:
    block = draw(st.integers(2, 3))
    height, width, channels = (draw(st.integers(1, 4)) for _ in range(3))
    deep = (1, height, width, channels * block**2)
    wide = (1, height * block, width * block, channels)
    before, after = (deep, wide) if kind == "DEPTH_TO_SPACE" else (wide, deep)
    writer = ModelWriter()
    writer.op(
        kind, [input_tensor(writer, before)], [output_tensor(writer, after)], block_size=block
    )
    return writer.bytes()


_CASES = {
    "BROADCAST_TO": _broadcast_to(),
    "DEPTH_TO_SPACE": _blocks("DEPTH_TO_SPACE"),
    "REVERSE_V2": _reverse(),
    "SPACE_TO_DEPTH": _blocks("SPACE_TO_DEPTH"),
    "MIRROR_PAD": _mirror_pad(),
    "RESIZE_NEAREST_NEIGHBOR": _resize_nearest(),
    "SLICE": _slice(),
    "STRIDED_SLICE": _strided_slice(),
    "TRANSPOSE": _transpose(),
}


@pytest.mark.parametrize("kind", _CASES)
@sample(10)
@given(data=st.data())
def test_every_element_is_where_the_oracle_has_it(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_CASES[kind]), samples=1)


@sample(1, long_cases=10)
@given(data=st.data())
def test_sanitisers_find_nothing(data: st.DataObject) -> None:
    for case in (_strided_slice(), _transpose(), _mirror_pad()):
        assert_exact(data.draw(case), sanitised=True)


@sample(10)
@given(shape=shapes(1, 4, 4), counts=st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_tiles_lie_side_by_side(shape: tuple[int, ...], counts: list[int]) -> None:
    """TFLite Micro has no TILE: NumPy's is the truth."""
    counts = counts[: len(shape)]
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    result = tuple(size * count for size, count in zip(shape, counts, strict=True))
    writer.op("TILE", [x, ints(writer, *counts)], [output_tensor(writer, result)])
    plan = compile_model(writer.bytes(), "tiles", Isa.GENERIC)
    values = np.arange(np.prod(shape)).astype(np.int8).reshape(shape)
    assert np.array_equal(HostModel(plan)([values])[0], np.tile(values, counts))


@pytest.mark.parametrize("kind", ["EXPAND_DIMS", "RESHAPE", "SQUEEZE"])
def test_a_reshape_from_input_to_output_is_a_copy(kind: str) -> None:
    before, after = ((2, 3), (2, 1, 3)) if kind == "EXPAND_DIMS" else ((2, 1, 3), (2, 3))
    writer = ModelWriter()
    x = input_tensor(writer, before)
    inputs = {"EXPAND_DIMS": [x, ints(writer, 1)], "RESHAPE": [x, ints(writer, 2, 3)]}
    options = {"squeeze_dims": [1]} if kind == "SQUEEZE" else {}
    writer.op(kind, inputs.get(kind, [x]), [output_tensor(writer, after)], **options)
    plan = assert_exact(writer.bytes())
    assert [layer.kernel for layer in plan.layers] == ["copy_bytes"]


def test_a_pad_larger_than_its_mirror_is_refused() -> None:
    writer = ModelWriter()
    x = input_tensor(writer, (1, 3))
    amounts = writer.constant(np.array([[0, 0], [3, 0]], np.int32))
    writer.op("MIRROR_PAD", [x, amounts], [output_tensor(writer, (1, 6))], mode="REFLECT")
    with pytest.raises(UnsupportedModelError, match="more than the input holds"):
        compile_model(writer.bytes(), "wrong", Isa.GENERIC)
