"""Element-wise operators of two int8 tensors, broadcast or not, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import Draw, int8s, sample, scale_pairs, scales, seeds, shapes, zero_points
from tests.support.exactness import assert_exact
from tests.support.layers import ACTIVATIONS
from tests.support.model_writer import ModelWriter

_ARITHMETIC = ("ADD", "SUB", "MUL", "DIV")


@st.composite
def _shapes(draw: Draw) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Two shapes and what they are broadcast to; equal in one case of three."""
    result = draw(shapes(1, 4))
    if draw(st.integers(0, 2)) == 0:
        return result, result, result
    left = tuple(1 if draw(st.booleans()) else size for size in result)
    right = tuple(
        1 if a != 1 and draw(st.booleans()) else b for a, b in zip(left, result, strict=True)
    )
    if draw(st.booleans()):
        right = right[draw(st.integers(0, len(right) - 1)) :]
    widest = np.broadcast_shapes(left, right)
    return (left, right, widest) if draw(st.booleans()) else (right, left, widest)


@st.composite
def _model(draw: Draw, kind: str) -> bytes:
    left, right, result = draw(_shapes())
    pair = draw(scale_pairs(1e-3, 1.0))
    if kind == "MUL":
        factor = draw(st.sampled_from([1.0, 0.5, 0.75, 1.5]) | st.floats(1e-4, 8.0))
        output_scale = float(np.float32(pair[0] * pair[1] / factor))
    elif kind == "DIV":
        factor = draw(st.sampled_from([1.0, 2.5, 100.0]) | st.floats(0.5, 300.0))
        output_scale = float(np.float32(pair[0] / pair[1] / factor))
    else:
        output_scale = draw(st.sampled_from(pair) | scales(1e-3, 1.0))
    writer = ModelWriter()
    a = writer.input(left, pair[0], draw(zero_points()))
    if draw(st.booleans()):
        b = writer.input(right, pair[1], draw(zero_points()))
    else:
        b = writer.constant(int8s(draw(seeds()), right), pair[1], draw(zero_points()))
    y = writer.output(result, output_scale, draw(zero_points()))
    inputs = [a, b] if draw(st.booleans()) else [b, a]
    options = {}
    if kind in _ARITHMETIC:
        options["fused_activation_function"] = draw(st.sampled_from(ACTIVATIONS))
    writer.op(kind, inputs, [y], **options)
    return writer.bytes()


@pytest.mark.parametrize("kind", [*_ARITHMETIC, "MAXIMUM", "MINIMUM"])
@sample(12)
@given(data=st.data())
def test_broadcasting(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(_model(kind)))


@st.composite
def _prelu(draw: Draw) -> bytes:
    shape = draw(shapes(2, 4))
    kept = draw(st.integers(0, len(shape) - 1))
    slope_shape = tuple(size if axis >= kept else 1 for axis, size in enumerate(shape))[1:]
    scale, slope_scale = draw(scale_pairs(1e-3, 0.1))
    factor = draw(st.sampled_from([1.0, 0.5, 1.5]) | st.floats(1e-2, 4.0))
    writer = ModelWriter()
    x = writer.input(shape, scale, draw(zero_points()))
    slope = writer.constant(int8s(draw(seeds()), slope_shape), slope_scale, draw(zero_points()))
    y = writer.output(shape, float(np.float32(scale / factor)), draw(zero_points()))
    writer.op("PRELU", [x, slope], [y])
    return writer.bytes()


@sample(12)
@given(content=_prelu())
def test_prelu(content: bytes) -> None:
    assert_exact(content)


@pytest.mark.parametrize("kind", [*_ARITHMETIC, "MAXIMUM", "MINIMUM", "PRELU"])
@sample(10)
@given(
    pair=scale_pairs(1e-3, 0.1),
    zeros=st.tuples(zero_points(), zero_points(), zero_points()),
    constant=st.integers(-128, 127),
    factor=st.sampled_from([1.0, 0.5, 1.5]) | st.floats(1e-2, 4.0),
    swapped=st.booleans(),
)
def test_a_single_constant_becomes_a_table(
    kind: str,
    pair: tuple[float, float],
    zeros: tuple[int, int, int],
    constant: int,
    factor: float,
    swapped: bool,
) -> None:
    writer = ModelWriter()
    x = writer.input((1, 2, 128), pair[0], zeros[0])
    single = writer.constant(np.full((), constant, np.int8), pair[1], zeros[1])
    y = writer.output((1, 2, 128), float(np.float32(pair[0] / factor)), zeros[2])
    inputs = [single, x] if swapped and kind != "PRELU" else [x, single]
    writer.op(kind, inputs, [y])
    (table,) = (plan := compile_model(writer.bytes(), kind, Isa.GENERIC)).constants
    assert [layer.kernel for layer in plan.layers] == ["lookup_s8"]
    codes = np.arange(-128, 128).astype(np.int8).reshape(1, 2, 128)
    expected = Oracle(writer.bytes()).invoke([codes])[0].ravel()
    assert table.values.tolist() == expected.tolist()


def test_shapes_that_do_not_fit_together_are_refused() -> None:
    writer = ModelWriter()
    a, b = writer.input((1, 3), 0.1), writer.input((1, 2), 0.1)
    writer.op("MUL", [a, b], [writer.output((1, 3), 0.1)])
    with pytest.raises(ModelError, match="do not broadcast"):
        compile_model(writer.bytes(), "wrong", Isa.GENERIC)
