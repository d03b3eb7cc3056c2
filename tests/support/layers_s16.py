"""Single-operator models with int16 activations, int8 weights and int64 biases."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, scale_pairs, scales, seeds, zero_points
from tests.support.layers import ACTIVATIONS, axis, window_options
from tests.support.model_writer import ModelWriter


@st.composite
def conv_2d_s16(draw: Draw) -> bytes:
    """A CONV_2D of one or more groups."""
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    rows, columns = draw(axis(padding)), draw(axis(padding))
    groups, depth = draw(st.sampled_from([1, 1, 2])), draw(st.integers(1, 5))
    filters = draw(st.integers(1, 5)) * groups
    weights = int8s(draw(seeds()), (filters, rows[1], columns[1], depth))
    shapes = (1, rows[0], columns[0], depth * groups), (1, rows[4], columns[4], filters)
    writer, x, w, b, y = _weighted(draw, weights, 0, *shapes)
    activation = draw(st.sampled_from(ACTIVATIONS))
    options = window_options(padding, rows, columns)
    writer.op("CONV_2D", [x, w, b], [y], fused_activation_function=activation, **options)
    return writer.bytes()


@st.composite
def depthwise_conv_2d_s16(draw: Draw) -> bytes:
    """A DEPTHWISE_CONV_2D."""
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    rows, columns = draw(axis(padding)), draw(axis(padding))
    channels, multiplier = draw(st.integers(1, 6)), draw(st.sampled_from([1, 2]))
    weights = int8s(draw(seeds()), (1, rows[1], columns[1], channels * multiplier))
    shapes = (1, rows[0], columns[0], channels), (1, rows[4], columns[4], channels * multiplier)
    writer, x, w, b, y = _weighted(draw, weights, 3, *shapes)
    options = window_options(padding, rows, columns)
    writer.op("DEPTHWISE_CONV_2D", [x, w, b], [y], depth_multiplier=multiplier, **options)
    return writer.bytes()


@st.composite
def fully_connected_s16(draw: Draw) -> bytes:
    """A FULLY_CONNECTED with one scale for its weights."""
    rows, depth, outputs = (
        draw(st.integers(1, 3)),
        draw(st.integers(1, 40)),
        draw(st.integers(1, 9)),
    )
    weights = int8s(draw(seeds()), (outputs, depth))
    writer, x, w, b, y = _weighted(draw, weights, None, (rows, depth), (rows, outputs))
    activation = draw(st.sampled_from(ACTIVATIONS))
    writer.op("FULLY_CONNECTED", [x, w, b], [y], fused_activation_function=activation)
    return writer.bytes()


@st.composite
def transpose_conv_s16(draw: Draw) -> bytes:
    """A TRANSPOSE_CONV."""
    sizes = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    strides = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    lengths = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    outputs = [length * stride for length, stride in zip(lengths, strides, strict=True)]
    depth, filters = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    weights = int8s(draw(seeds()), (filters, *sizes, depth))
    shape = (1, *outputs, filters)
    writer, x, w, b, y = _weighted(draw, weights, 0, (1, *lengths, depth), shape)
    inputs = [writer.constant(np.array(shape, np.int32)), w, x, b]
    options = {"stride_h": strides[0], "stride_w": strides[1]}
    writer.op("TRANSPOSE_CONV", inputs, [y], padding="SAME", **options)
    return writer.bytes()


@st.composite
def binary_s16(draw: Draw, kind: str) -> bytes:
    """ADD, SUB, MUL, MAXIMUM or MINIMUM, the second operand repeated or not."""
    shape = (1, draw(st.integers(1, 4)), draw(st.integers(1, 5)), draw(st.integers(1, 6)))
    right = shape[draw(st.integers(0, 3)) :]
    pair = draw(scale_pairs(1e-4, 1e-2))
    factor = draw(st.floats(0.1, 4.0) | st.sampled_from([1.0, 0.5, 1.5]))
    output = pair[0] * pair[1] * 3e3 / factor if kind == "MUL" else max(pair) / factor
    writer = ModelWriter()
    a = writer.input(shape, pair[0], dtype="int16")
    b = writer.input(right, pair[1], dtype="int16")
    y = writer.output(shape, float(np.float32(output)), dtype="int16")
    options = {}
    if kind in ("ADD", "SUB", "MUL"):
        options["fused_activation_function"] = draw(st.sampled_from(ACTIVATIONS))
    writer.op(kind, [a, b], [y], **options)
    return writer.bytes()


@st.composite
def prelu_s16(draw: Draw) -> bytes:
    """A PRELU with slopes of int8."""
    depth, pair = draw(st.integers(1, 20)), draw(scale_pairs(1e-4, 1e-2))
    writer = ModelWriter()
    x = writer.input((1, 3, depth), pair[0], dtype="int16")
    slopes = int8s(draw(seeds()), (1, depth))
    slope = writer.constant(slopes, draw(scales(1e-3, 1e-1)), draw(zero_points()))
    writer.op("PRELU", [x, slope], [writer.output((1, 3, depth), pair[1], dtype="int16")])
    return writer.bytes()


@st.composite
def batch_matmul_s16(draw: Draw) -> bytes:
    """A BATCH_MATMUL of matrices and one matrix, which may be transposed."""
    batches, rows, depth, columns = (draw(st.integers(1, 6)) for _ in range(4))
    turned, pair = draw(st.booleans()), draw(scale_pairs(1e-5, 1e-3))
    writer = ModelWriter()
    a = writer.input((batches, rows, depth), pair[0], dtype="int16")
    b = writer.input((columns, depth) if turned else (depth, columns), pair[1], dtype="int16")
    y = writer.output((batches, rows, columns), draw(scales(1e-4, 1e-2)), dtype="int16")
    writer.op("BATCH_MATMUL", [a, b], [y], adj_y=turned)
    return writer.bytes()


def unary_s16(
    kind: str, shape: tuple[int, ...], source: float, output: float, **options: Any
) -> bytes:
    """An operator with one int16 input and output."""
    writer = ModelWriter()
    x = writer.input(shape, source, dtype="int16")
    writer.op(kind, [x], [writer.output(shape, output, dtype="int16")], **options)
    return writer.bytes()


def _weighted(
    draw: Draw,
    weights: npt.NDArray[Any],
    channel_axis: int | None,
    input_shape: tuple[int, ...],
    output_shape: tuple[int, ...],
) -> tuple[ModelWriter, int, int, int, int]:
    channels = weights.shape[channel_axis or 0]
    count = 1 if channel_axis is None else draw(st.sampled_from([1, channels]))
    input_scale, output_scale = draw(scales(1e-5, 1e-2)), draw(scales(1e-5, 1e-2))
    largest = draw(st.floats(-14, -1))
    exponents = np.random.default_rng(draw(seeds())).uniform(largest - 3, largest, count)
    factors = np.exp(exponents)
    weight_scales = (factors * output_scale / input_scale).astype(np.float32).tolist()
    bias_scales = [np.float32(input_scale) * np.float32(scale) for scale in weight_scales]
    bias = np.random.default_rng(draw(seeds())).integers(-(2**30), 2**30, channels)
    writer = ModelWriter()
    x = writer.input(input_shape, input_scale, dtype="int16")
    w = writer.constant(weights, weight_scales, axis=channel_axis or 0)
    b = writer.constant(bias.astype(np.int64), bias_scales)
    y = writer.output(output_shape, output_scale, dtype="int16")
    return writer, x, w, b, y
