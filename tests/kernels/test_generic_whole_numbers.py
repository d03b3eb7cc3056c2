"""Numbers that are not quantised, other types, and parts that are replaced, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support import whole_number_layers
from tests.support.cases import sample
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import whole_numbers


@pytest.mark.parametrize("kind", whole_number_layers.OF_TWO)
@sample(4)
@given(data=st.data())
def test_arithmetic(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(whole_number_layers.arithmetic(kind)))


@sample(6)
@given(whole_number_layers.cast())
def test_conversions(tflite: bytes) -> None:
    assert_exact(tflite)


def test_what_a_comparison_says_as_a_number() -> None:
    writer = ModelWriter()
    a, b = (writer.input((1, 9), dtype="int32") for _ in range(2))
    less = writer.tensor((1, 9), dtype="bool")
    writer.op("LESS", [a, b], [less])
    writer.op("CAST", [less], [writer.output((1, 9), dtype="int8")])
    assert_exact(writer.bytes())


@sample(8)
@given(whole_number_layers.dynamic_update_slice())
def test_parts_that_are_replaced(tflite: bytes) -> None:
    assert_exact(tflite)


@sample(4)
@given(whole_number_layers.embedding_lookup())
def test_rows_by_their_numbers(tflite: bytes) -> None:
    """Given rows and numbers of them; when they are looked up; then as TFLite Micro does it."""
    assert_exact(tflite)


@sample(4)
@given(whole_number_layers.fill())
def test_a_shape_that_a_value_fills(tflite: bytes) -> None:
    assert_exact(tflite)


def test_shapes_that_are_computed() -> None:
    """Given sizes that a chain of operators computes; when compiled; then only a copy is left."""
    writer = ModelWriter()
    x = writer.input((1, 4, 6), 0.1)
    shape = writer.tensor((3,), dtype="int32")
    writer.op("SHAPE", [x], [shape])
    parts = [writer.tensor((1,), dtype="int32") for _ in range(4)]
    for axis, part in enumerate(parts[:2]):
        begin, size = (writer.constant(np.array([v], np.int32)) for v in (axis + 1, 1))
        writer.op("SLICE", [shape, begin, size], [part])
    writer.op("MUL", [parts[0], parts[1]], [parts[2]])
    two = writer.constant(np.array([2], np.int32))
    writer.op("DIV", [parts[2], two], [parts[3]])
    wanted = writer.tensor((2,), dtype="int32")
    writer.op("CONCATENATION", [parts[3], two], [wanted], axis=0)
    writer.op("RESHAPE", [x, wanted], [writer.output((12, 2), 0.1)])
    plan = assert_exact(writer.bytes())
    assert [layer.operator for layer in plan.layers] == ["RESHAPE"]


def test_zeros_of_a_shape() -> None:
    writer = ModelWriter()
    x = writer.input((1, 4), 0.1, 3)
    zeros = writer.tensor((1, 4), 0.1, 3)
    writer.op("ZEROS_LIKE", [x], [zeros])
    writer.op("ADD", [x, zeros], [writer.output((1, 4), 0.2)])
    assert_exact(writer.bytes())


def test_on_a_core() -> None:
    assert_exact_on_cortex_m(whole_numbers(), isa=Isa.DSP)
