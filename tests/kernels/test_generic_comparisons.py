"""Comparisons, logic and selections, against the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support.cases import Draw, sample, scale_pairs, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import logic
from tests.support.whole_number_layers import all_along_axes

_KINDS = ("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL")


def _selection(writer: ModelWriter, kind: str, shape: tuple[int, ...], dtype: str) -> None:
    """Compares two inputs, connects the result with another, and selects by it."""
    quantised = dtype == "int8"
    pair = [(0.1, 3), (0.05, -7)] if quantised else [(None, 0)] * 2
    left, right = (writer.input(shape, *each, dtype) for each in pair)
    first, second, third, fourth = (writer.tensor(shape, dtype="bool") for _ in range(4))
    writer.op(kind, [left, right], [first])
    writer.op("LESS", [right, left], [second])
    writer.op("LOGICAL_AND", [first, second], [third])
    writer.op("LOGICAL_NOT", [third], [fourth])
    output = writer.output(shape, *pair[0], dtype)
    other = writer.input(shape, *pair[0], dtype)
    writer.op("SELECT_V2", [fourth, left, other], [output])


@st.composite
def _comparison(draw: Draw, kind: str) -> bytes:
    shape = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)))
    narrow = tuple(1 if draw(st.booleans()) else size for size in shape)
    pair = draw(scale_pairs(1e-2, 0.2))
    writer = ModelWriter()
    left = writer.input(shape, pair[0], draw(zero_points()))
    right = writer.input(narrow, pair[1], draw(zero_points()))
    condition = writer.tensor(shape, dtype="bool")
    writer.op(kind, [left, right], [condition])
    other = writer.input(shape, 0.1, 0)
    another = writer.input(shape, 0.1, 0)
    writer.op("SELECT_V2", [condition, other, another], [writer.output(shape, 0.1, 0)])
    return writer.bytes()


@pytest.mark.parametrize("kind", _KINDS)
@sample(4)
@given(st.data())
def test_codes_of_any_scales(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_comparison(kind)))


@pytest.mark.parametrize("dtype", ["int8", "float32"])
def test_logic_and_selection(dtype: str) -> None:
    writer = ModelWriter()
    _selection(writer, "GREATER_EQUAL", (2, 3, 4), dtype)
    assert_exact(writer.bytes())


def test_all_on_a_core() -> None:
    writer = ModelWriter()
    _selection(writer, "NOT_EQUAL", (1, 5, 7), "int8")
    assert_exact_on_cortex_m(writer.bytes(), isa=Isa.DSP)


@pytest.mark.parametrize("sanitised", [False, True])
def test_inputs_and_outputs_that_are_bools(sanitised: bool) -> None:
    assert_exact(logic(), sanitised=sanitised)


def test_bools_on_a_core() -> None:
    assert_exact_on_cortex_m(logic(), isa=Isa.DSP)


@sample(6)
@given(all_along_axes())
def test_all_along_axes(tflite: bytes) -> None:
    assert_exact(tflite)
