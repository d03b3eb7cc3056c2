"""Single operators of two int8 tensors."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, scale_pairs, scales, seeds, shapes, zero_points
from tests.support.layers import ACTIVATIONS
from tests.support.model_writer import ModelWriter

ARITHMETIC = ("ADD", "SUB", "MUL", "DIV")


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
def of_two(draw: Draw, kind: str) -> bytes:
    """One of ARITHMETIC, MAXIMUM or MINIMUM, with or without broadcasting."""
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
    if kind in ARITHMETIC:
        options["fused_activation_function"] = draw(st.sampled_from(ACTIVATIONS))
    writer.op(kind, inputs, [y], **options)
    return writer.bytes()


@st.composite
def prelu(draw: Draw) -> bytes:
    """A PRELU, its slopes repeated along leading axes."""
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
