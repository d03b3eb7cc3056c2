"""Single-layer int8 models of random geometry and adversarial quantisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, scales, seeds, zero_points
from tests.support.model_writer import ModelWriter

ACTIVATIONS = ("NONE", "RELU", "RELU6", "RELU_N1_TO_1")


@st.composite
def axis(
    draw: Draw, padding: str, max_length: int = 9, max_size: int = 4, max_stride: int = 3
) -> tuple[int, int, int, int, int]:
    """Length, taps, stride, dilation and output length of one axis of a sliding window."""
    size = draw(st.integers(1, max_size))
    dilation = draw(st.sampled_from([1, 1, 1, 2, 3]))
    stride = 1 if dilation > 1 else draw(st.integers(1, max_stride))
    reach = (size - 1) * dilation + 1
    shortest = reach if padding == "VALID" else 1
    length = draw(st.integers(shortest, max(shortest, max_length)))
    output = -(-length // stride) if padding == "SAME" else (length - reach) // stride + 1
    return length, size, stride, dilation, output


@st.composite
def conv_2d(draw: Draw, *, groups: bool = False, pointwise: bool = False) -> bytes:
    """A CONV_2D; with `groups`, of more than one group."""
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    rows = draw(axis(padding, max_size=1 if pointwise else 4))
    columns = draw(axis(padding, max_size=1 if pointwise else 4))
    group_count = draw(st.integers(2, 4)) if groups else 1
    depth, filters = draw(st.integers(1, 9)), draw(st.integers(1, 9)) * group_count
    seed = draw(seeds())
    weights = int8s(seed, (filters, rows[1], columns[1], depth))
    writer, x, w, b, y = _weighted(
        draw,
        weights,
        channel_axis=0,
        input_shape=(1, rows[0], columns[0], depth * group_count),
        output_shape=(1, rows[4], columns[4], filters),
    )
    options = window_options(padding, rows, columns)
    activation = draw(st.sampled_from(ACTIVATIONS))
    writer.op("CONV_2D", [x, w, b], [y], fused_activation_function=activation, **options)
    return writer.bytes()


@st.composite
def depthwise_conv_2d(draw: Draw, *, multipliers: tuple[int, ...] = (1, 1, 2, 3)) -> bytes:
    """A DEPTHWISE_CONV_2D."""
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    rows, columns = draw(axis(padding)), draw(axis(padding))
    # TFLite Micro takes one stride for both axes only in its optimised kernels: keep them free.
    channels, multiplier = draw(st.integers(1, 9)), draw(st.sampled_from(multipliers))
    weights = int8s(draw(seeds()), (1, rows[1], columns[1], channels * multiplier))
    writer, x, w, b, y = _weighted(
        draw,
        weights,
        channel_axis=3,
        input_shape=(1, rows[0], columns[0], channels),
        output_shape=(1, rows[4], columns[4], channels * multiplier),
    )
    options = window_options(padding, rows, columns)
    activation = draw(st.sampled_from(ACTIVATIONS))
    writer.op(
        "DEPTHWISE_CONV_2D",
        [x, w, b],
        [y],
        depth_multiplier=multiplier,
        fused_activation_function=activation,
        **options,
    )
    return writer.bytes()


@st.composite
def fully_connected(draw: Draw, *, max_rows: int = 3) -> bytes:
    """A FULLY_CONNECTED of one or more rows, with or without bias."""
    rows, depth, outputs = (
        draw(st.integers(1, max_rows)),
        draw(st.integers(1, 40)),
        draw(st.integers(1, 9)),
    )
    weights = int8s(draw(seeds()), (outputs, depth))
    writer, x, w, b, y = _weighted(
        draw, weights, channel_axis=0, input_shape=(rows, depth), output_shape=(rows, outputs)
    )
    inputs = [x, w, b] if draw(st.booleans()) else [x, w, -1]
    activation = draw(st.sampled_from(ACTIVATIONS))
    writer.op("FULLY_CONNECTED", inputs, [y], fused_activation_function=activation)
    return writer.bytes()


@st.composite
def pool_2d(draw: Draw, kind: str, dtype: str = "int8") -> bytes:
    """An AVERAGE_POOL_2D or MAX_POOL_2D."""
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    rows, columns = _undilated(draw, padding), _undilated(draw, padding)
    channels = draw(st.integers(1, 9))
    zero_point = draw(zero_points()) if dtype == "int8" else 0
    quantisation = draw(scales(1e-2, 1.0)), zero_point, dtype
    writer = ModelWriter()
    x = writer.input((1, rows[0], columns[0], channels), *quantisation)
    y = writer.output((1, rows[4], columns[4], channels), *quantisation)
    writer.op(
        kind,
        [x],
        [y],
        padding=padding,
        filter_height=rows[1],
        filter_width=columns[1],
        stride_h=rows[2],
        stride_w=columns[2],
        fused_activation_function=draw(st.sampled_from(ACTIVATIONS)),
    )
    return writer.bytes()


def _undilated(draw: Draw, padding: str) -> tuple[int, int, int, int, int]:
    length, size, stride, _, _ = draw(axis(padding))
    output = -(-length // stride) if padding == "SAME" else (length - size) // stride + 1
    return length, size, stride, 1, output


def _weighted(
    draw: Draw,
    weights: npt.NDArray[Any],
    *,
    channel_axis: int,
    input_shape: tuple[int, ...],
    output_shape: tuple[int, ...],
) -> tuple[ModelWriter, int, int, int, int]:
    """A writer with input, weights, bias and output of a layer that multiplies and accumulates.

    The real factors of the channels reach from far below 1 to above 1.
    """
    channels = weights.shape[channel_axis]
    count = draw(st.sampled_from([1, channels]))
    input_scale, output_scale = draw(scales(1e-3, 0.5)), draw(scales(1e-2, 1.0))
    largest = draw(st.floats(-14, 1))
    exponents = np.random.default_rng(draw(seeds())).uniform(largest - 3, largest, count)
    factors = np.exp(exponents)
    weight_scales = (factors * output_scale / input_scale).astype(np.float32).tolist()
    bias_scales = [np.float32(input_scale) * np.float32(scale) for scale in weight_scales]
    bias = np.random.default_rng(draw(seeds())).integers(-(2**16), 2**16, channels)
    writer = ModelWriter()
    x = writer.input(input_shape, input_scale, draw(zero_points()))
    w = writer.constant(weights, weight_scales, axis=channel_axis)
    b = writer.constant(bias.astype(np.int32), bias_scales)
    y = writer.output(output_shape, output_scale, draw(zero_points()))
    return writer, x, w, b, y


def window_options(
    padding: str, rows: tuple[int, ...], columns: tuple[int, ...]
) -> dict[str, int | str]:
    """The options of a sliding window whose axes `axis` drew."""
    return {
        "padding": padding,
        "stride_h": rows[2],
        "stride_w": columns[2],
        "dilation_h_factor": rows[3],
        "dilation_w_factor": columns[3],
    }


@st.composite
def transpose_conv(draw: Draw) -> bytes:
    """A TRANSPOSE_CONV with or without bias."""
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    sizes = draw(st.tuples(*[st.integers(1, 4)] * 2))
    strides = draw(st.tuples(*[st.integers(1, 3)] * 2))
    lengths = draw(st.tuples(*[st.integers(1, 5)] * 2))
    outputs = tuple(
        length * stride if padding == "SAME" else (length - 1) * stride + size
        for length, size, stride in zip(lengths, sizes, strides, strict=True)
    )
    depth, filters = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    weights = int8s(draw(seeds()), (filters, *sizes, depth))
    shape = (1, *outputs, filters)
    writer, x, w, b, y = _weighted(
        draw, weights, channel_axis=0, input_shape=(1, *lengths, depth), output_shape=shape
    )
    inputs = [writer.constant(np.array(shape, np.int32)), w, x]
    if draw(st.booleans()):
        inputs.append(b)
    writer.op(
        "TRANSPOSE_CONV", inputs, [y], padding=padding, stride_h=strides[0], stride_w=strides[1]
    )
    return writer.bytes()
