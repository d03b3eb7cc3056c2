"""Windowed operators on batches of images, and weights of four bits."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from tests.support import layers
from tests.support.cases import Draw, int8s, scales, seeds, zero_points
from tests.support.layers import ACTIVATIONS
from tests.support.model_writer import ModelWriter

WINDOW = {"stride_h": 1, "stride_w": 1, "padding": "SAME"}
KINDS = ("CONV_2D", "DEPTHWISE_CONV_2D", "AVERAGE_POOL_2D", "MAX_POOL_2D")


def windowed(
    writer: ModelWriter, kind: str, shape: tuple[int, ...], weights: npt.NDArray[Any]
) -> None:
    """An operator of KINDS on images of a shape."""
    quantisation = 0.05, -7
    x = writer.input(shape, *quantisation)
    if kind.endswith("POOL_2D"):
        y = writer.output(shape, *quantisation)
        writer.op(kind, [x], [y], filter_height=2, filter_width=3, **WINDOW)
        return
    w = writer.constant(weights, 0.01)
    filters = weights.shape[0 if kind == "CONV_2D" else 3]
    bias = writer.constant(np.arange(filters, dtype=np.int32) * 50)
    options = {"depth_multiplier": 1} if kind == "DEPTHWISE_CONV_2D" else {}
    y = writer.output((*shape[:3], filters), 0.1, 4)
    writer.op(kind, [x, w, bias], [y], **WINDOW, **options)


@st.composite
def batches(draw: Draw, kind: str) -> bytes:
    """An operator of KINDS on one or more images."""
    shape = tuple(draw(st.integers(1, 5)) for _ in range(4))
    size = (2, 3, 2, shape[3]) if kind == "CONV_2D" else (1, 3, 2, shape[3])
    writer = ModelWriter()
    windowed(writer, kind, shape, int8s(draw(seeds()), size))
    return writer.bytes()


@st.composite
def int4_layer(draw: Draw) -> bytes:
    """A CONV_2D, DEPTHWISE_CONV_2D or FULLY_CONNECTED with weights of four bits."""
    kind = draw(st.sampled_from(["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"]))
    depth, filters = draw(st.integers(1, 9)), draw(st.integers(1, 21))
    options: dict[str, Any] = {"fused_activation_function": draw(st.sampled_from(ACTIVATIONS))}
    if kind == "FULLY_CONNECTED":
        depth = draw(st.integers(1, 300))
        source, weights, target, axis = (3, depth), (filters, depth), (3, filters), 0
    else:
        padding = draw(st.sampled_from(["SAME", "VALID"]))
        rows, columns = draw(layers.axis(padding)), draw(layers.axis(padding))
        options |= layers.window_options(padding, rows, columns)
        images, axis = draw(st.sampled_from([1, 1, 2])), 0
        groups = draw(st.sampled_from([1, 1, 2]))
        if kind == "CONV_2D":
            filters *= groups
            weights, channels = (filters, rows[1], columns[1], depth), depth * groups
        else:
            axis, channels = 3, depth
            options["depth_multiplier"], filters = groups, depth * groups
            weights = (1, rows[1], columns[1], filters)
        source = (images, rows[0], columns[0], channels)
        target = (images, rows[4], columns[4], filters)
    codes = np.random.default_rng(draw(seeds())).integers(-8, 8, weights).astype(np.int8)
    per_channel = kind != "FULLY_CONNECTED"
    factors = [draw(scales(0.01, 0.1)) for _ in range(filters if per_channel else 1)]
    writer = ModelWriter()
    x = writer.input(source, 0.05, draw(zero_points()))
    w = writer.int4_constant(codes, factors, axis)
    bias_scales = [float(np.float32(0.05) * np.float32(factor)) for factor in factors]
    bias = writer.constant(np.arange(filters, dtype=np.int32) * 20, bias_scales)
    y = writer.output(target, 0.1, draw(zero_points()))
    writer.op(kind, [x, w, bias], [y], **options)
    return writer.bytes()
