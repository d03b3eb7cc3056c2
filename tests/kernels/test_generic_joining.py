"""Operators that join and part tensors, against the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, sample, seeds, shapes
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter
from tests.support.moving import QUANTISATION, input_tensor, ints, output_tensor


def _replaced(shape: tuple[int, ...], axis: int, size: int) -> tuple[int, ...]:
    sizes = list(shape)
    sizes[axis] = size
    return tuple(sizes)


@st.composite
def _concatenation(draw: Draw) -> bytes:
    shape = draw(shapes(1, 4))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    writer = ModelWriter()
    parts = [_replaced(shape, axis, size) for size in sizes]
    inputs = [input_tensor(writer, part) for part in parts[:-1]]
    if draw(st.booleans()):
        inputs.append(writer.constant(int8s(draw(seeds()), parts[-1]), *QUANTISATION))
    else:
        inputs.append(input_tensor(writer, parts[-1]))
    result = _replaced(shape, axis, sum(sizes))
    writer.op("CONCATENATION", inputs, [output_tensor(writer, result)], axis=axis)
    return writer.bytes()


@st.composite
def _split(draw: Draw, kind: str) -> bytes:
    shape = draw(shapes(1, 4))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    if kind == "SPLIT":
        sizes = [sizes[0]] * len(sizes)
    writer = ModelWriter()
    x = input_tensor(writer, _replaced(shape, axis, sum(sizes)))
    outputs = [output_tensor(writer, _replaced(shape, axis, size)) for size in sizes]
    inputs = [ints(writer, axis), x]
    if kind == "SPLIT_V":
        inputs = [x, ints(writer, *sizes), ints(writer, axis)]
    writer.op(kind, inputs, outputs, num_splits=len(sizes))
    return writer.bytes()


@st.composite
def _pack(draw: Draw) -> bytes:
    shape = draw(shapes(1, 3))
    axis, count = draw(st.integers(0, len(shape))), draw(st.integers(2, 4))
    writer = ModelWriter()
    inputs = [input_tensor(writer, shape) for _ in range(count)]
    result = (*shape[:axis], count, *shape[axis:])
    writer.op("PACK", inputs, [output_tensor(writer, result)], axis=axis, values_count=count)
    return writer.bytes()


@st.composite
def _unpack(draw: Draw) -> bytes:
    shape = draw(shapes(2, 4))
    axis = draw(st.integers(0, len(shape) - 1))
    writer = ModelWriter()
    x = input_tensor(writer, shape)
    rest = shape[:axis] + shape[axis + 1 :]
    outputs = [output_tensor(writer, rest) for _ in range(shape[axis])]
    writer.op("UNPACK", [x], outputs, axis=axis, num=shape[axis])
    return writer.bytes()


_CASES = {
    "CONCATENATION": _concatenation(),
    "PACK": _pack(),
    "SPLIT": _split("SPLIT"),
    "SPLIT_V": _split("SPLIT_V"),
    "UNPACK": _unpack(),
}


@pytest.mark.parametrize("kind", _CASES)
@sample(10)
@given(data=st.data())
def test_every_element_is_where_the_oracle_has_it(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_CASES[kind]), samples=1)


@sample(1, long_cases=10)
@given(joined=_concatenation(), parted=_split("SPLIT_V"))
def test_sanitisers_find_nothing(joined: bytes, parted: bytes) -> None:
    assert_exact(joined, sanitised=True)
    assert_exact(parted, sanitised=True)
