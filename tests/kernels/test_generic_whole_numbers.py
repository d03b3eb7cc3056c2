"""Numbers that are not quantised, other types, and parts that are replaced, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support.cases import Draw, int8s, sample, seeds, shapes
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import whole_numbers

_OF_TWO = ("ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE")
_WITH_ACTIVATION = ("ADD", "SUB", "MUL", "DIV")


@st.composite
def _arithmetic(draw: Draw, kind: str) -> bytes:
    shape = draw(shapes(1, 4))
    narrow = tuple(1 if draw(st.booleans()) else size for size in shape)
    writer = ModelWriter()
    a = writer.input(shape, dtype="int32")
    if kind == "DIV":
        numbers = np.random.default_rng(draw(seeds())).integers(1, 1000, narrow)
        b = writer.constant(np.where(numbers % 2, numbers, -numbers).astype(np.int32))
    else:
        b = writer.input(narrow, dtype="int32")
    options = {}
    if kind in _WITH_ACTIVATION:
        activations = st.sampled_from(["NONE", "RELU", "RELU6", "RELU_N1_TO_1"])
        options["fused_activation_function"] = draw(activations)
    writer.op(kind, [a, b], [writer.output(shape, dtype="int32")], **options)
    return writer.bytes()


@pytest.mark.parametrize("kind", [*_OF_TWO, "DIV"])
@sample(4)
@given(data=st.data())
def test_arithmetic(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_arithmetic(kind)))


@sample(6)
@given(
    source=st.sampled_from(["int8", "int16", "int32", "float32"]),
    output=st.sampled_from(["int8", "int16", "int32", "float32"]),
    elements=st.integers(1, 50),
)
def test_conversions(source: str, output: str, elements: int) -> None:
    writer = ModelWriter()
    x = writer.input((1, elements), dtype=source)
    writer.op("CAST", [x], [writer.output((1, elements), dtype=output)])
    assert_exact(writer.bytes())


def test_what_a_comparison_says_as_a_number() -> None:
    writer = ModelWriter()
    a, b = (writer.input((1, 9), dtype="int32") for _ in range(2))
    less = writer.tensor((1, 9), dtype="bool")
    writer.op("LESS", [a, b], [less])
    writer.op("CAST", [less], [writer.output((1, 9), dtype="int8")])
    assert_exact(writer.bytes())


@st.composite
def _updated(draw: Draw) -> bytes:
    shape = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=5)))
    part = tuple(draw(st.integers(1, size)) for size in shape)
    dtype = draw(st.sampled_from(["int8", "int16", "int32"]))
    quantisation = (None if dtype == "int32" else 0.1, 0, dtype)
    writer = ModelWriter()
    x = writer.input(shape, *quantisation)
    update = writer.input(part, *quantisation)
    start = [draw(st.integers(-2, size + 1)) for size in shape]
    positions = writer.constant(np.array(start, np.int32))
    y = writer.output(shape, *quantisation)
    writer.op("DYNAMIC_UPDATE_SLICE", [x, update, positions], [y])
    return writer.bytes()


@sample(8)
@given(_updated())
def test_parts_that_are_replaced(tflite: bytes) -> None:
    assert_exact(tflite)


@sample(4)
@given(
    rows=st.integers(1, 5), depth=st.lists(st.integers(1, 4), min_size=1, max_size=3), seed=seeds()
)
def test_rows_by_their_numbers(rows: int, depth: list[int], seed: int) -> None:
    """Given rows and numbers of them; when they are looked up; then as TFLite Micro does it."""
    writer = ModelWriter()
    table = writer.constant(int8s(seed, (rows, *depth)), 0.02)
    numbers = writer.constant(np.random.default_rng(seed).integers(0, rows, 4).astype(np.int32))
    found = writer.tensor((4, *depth), 0.02)
    writer.op("EMBEDDING_LOOKUP", [numbers, table], [found])
    x = writer.input((4, *depth), 0.02)
    writer.op("ADD", [found, x], [writer.output((4, *depth), 0.04)])
    assert_exact(writer.bytes())


@pytest.mark.parametrize("dtype", ["int8", "int32"])
def test_a_shape_that_a_value_fills(dtype: str) -> None:
    writer = ModelWriter()
    quantisation = (0.1, 3, dtype) if dtype == "int8" else (None, 0, dtype)
    x = writer.input((), *quantisation)
    sizes = writer.constant(np.array([2, 3], np.int32))
    writer.op("FILL", [sizes, x], [writer.output((2, 3), *quantisation)])
    assert_exact(writer.bytes())


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
