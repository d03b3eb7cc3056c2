"""Single operators on numbers that are not quantised, on other types, and on parts of tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, seeds, shapes
from tests.support.model_writer import ModelWriter

OF_TWO = ("ADD", "SUB", "MUL", "DIV", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE")
_WITH_ACTIVATION = ("ADD", "SUB", "MUL", "DIV")
_TYPES = ("int8", "int16", "int32", "float32")


@st.composite
def arithmetic(draw: Draw, kind: str) -> bytes:
    """An operator of two int32 tensors, the second of which may be repeated."""
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


@st.composite
def cast(draw: Draw) -> bytes:
    """A conversion between any two types."""
    source, output = draw(st.sampled_from(_TYPES)), draw(st.sampled_from(_TYPES))
    shape = draw(shapes(1, 4))
    writer = ModelWriter()
    x = writer.input(shape, dtype=source)
    writer.op("CAST", [x], [writer.output(shape, dtype=output)])
    return writer.bytes()


@st.composite
def dynamic_update_slice(draw: Draw) -> bytes:
    """A part of a tensor that another one replaces, partly beyond its ends."""
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


@st.composite
def embedding_lookup(draw: Draw) -> bytes:
    """Rows of a table by their numbers, and what is added to them."""
    rows, depth = draw(st.integers(1, 5)), draw(st.lists(st.integers(1, 4), max_size=3, min_size=1))
    seed, count = draw(seeds()), draw(st.integers(1, 6))
    writer = ModelWriter()
    table = writer.constant(int8s(seed, (rows, *depth)), 0.02)
    chosen = np.random.default_rng(seed).integers(0, rows, count)
    numbers = writer.constant(chosen.astype(np.int32))
    found = writer.tensor((count, *depth), 0.02)
    writer.op("EMBEDDING_LOOKUP", [numbers, table], [found])
    x = writer.input((count, *depth), 0.02)
    writer.op("ADD", [found, x], [writer.output((count, *depth), 0.04)])
    return writer.bytes()


@st.composite
def fill(draw: Draw) -> bytes:
    """A shape that a value fills."""
    dtype = draw(st.sampled_from(["int8", "int32", "float32"]))
    shape = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)))
    quantisation: tuple[Any, ...] = (0.1, 3, dtype) if dtype == "int8" else (None, 0, dtype)
    writer = ModelWriter()
    x = writer.input((), *quantisation)
    sizes = writer.constant(np.array(shape, np.int32))
    writer.op("FILL", [sizes, x], [writer.output(shape, *quantisation)])
    return writer.bytes()


@st.composite
def all_along_axes(draw: Draw) -> bytes:
    """A REDUCE_ALL of bools that another comparison gives, mostly true."""
    shape = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)))
    axes = draw(st.sets(st.integers(0, len(shape) - 1), min_size=1))
    kept = draw(st.booleans())
    sizes = [(1 if i in axes else size) for i, size in enumerate(shape) if kept or i not in axes]
    writer = ModelWriter()
    x, large = writer.input(shape, 0.1), writer.tensor(shape, dtype="bool")
    limit = writer.constant(np.array(draw(st.integers(-128, 0)), np.int8), 0.1)
    writer.op("GREATER", [x, limit], [large])
    numbers = [axis - len(shape) if draw(st.booleans()) else axis for axis in sorted(axes)]
    given_axes = writer.constant(np.array(numbers, np.int32))
    y = writer.output(sizes, dtype="bool")
    writer.op("REDUCE_ALL", [large, given_axes], [y], keep_dims=kept)
    return writer.bytes()
