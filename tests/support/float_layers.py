"""Float32 models: single layers of random geometry, and small ones that hold every operator."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from tests.support.cases import Draw, seeds, shapes
from tests.support.layers import axis, window_options
from tests.support.model_writer import ModelWriter

ACTIVATIONS = ("NONE", "RELU", "RELU6")
"""Those that float kernels of TFLite Micro have as operators, too."""
OF_TWO = (
    *("ADD", "SUB", "MUL", "DIV", "FLOOR_DIV", "FLOOR_MOD"),
    *("MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE", "PRELU"),
)


def reals(seed: int, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """Normal numbers of several magnitudes, so that sums depend on their order."""
    generator = np.random.default_rng(seed)
    return (generator.normal(size=shape) * 2.0 ** generator.integers(-8, 2, shape)).astype("f4")


@st.composite
def weighted_layer(draw: Draw, kind: str) -> bytes:
    """A CONV_2D, in groups at times, a DEPTHWISE_CONV_2D or a FULLY_CONNECTED."""
    writer, seed = ModelWriter(), draw(seeds())
    options: dict[str, Any] = {"fused_activation_function": draw(st.sampled_from(ACTIVATIONS))}
    depth, filters = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    if kind == "FULLY_CONNECTED":
        rows = draw(st.integers(1, 5))
        source, weights, output = (rows, 4 * depth), (filters, 4 * depth), (rows, filters)
    else:
        padding = draw(st.sampled_from(["SAME", "VALID"]))
        height, width = draw(axis(padding)), draw(axis(padding))
        options |= window_options(padding, height, width)
        sizes = height[1], width[1]
        if kind == "CONV_2D":
            groups = draw(st.sampled_from([1, 1, 2]))
            channels, filters = depth * groups, filters * groups
            weights = (filters, *sizes, depth)
        else:
            channels = depth
            options["depth_multiplier"] = draw(st.sampled_from([1, 1, 2, 9]))
            filters = depth * options["depth_multiplier"]
            weights = (1, *sizes, filters)
        images = draw(st.sampled_from([1, 1, 2])) if kind == "CONV_2D" else 1
        source = (images, height[0], width[0], channels)
        output = (images, height[4], width[4], filters)
    # TFLite Micro crashes on a depthwise layer without a bias.
    biased = kind == "DEPTHWISE_CONV_2D" or draw(st.booleans())
    bias = writer.constant(reals(seed + 1, (filters,))) if biased else -1
    x, y = writer.input(source, dtype="float32"), writer.output(output, dtype="float32")
    writer.op(kind, [x, writer.constant(reals(seed, weights)), bias], [y], **options)
    return writer.bytes()


@st.composite
def arithmetic(draw: Draw, kind: str) -> bytes:
    """Two inputs, either of which may be repeated or constant."""
    shape = draw(shapes(1, 4, 5))
    narrow = tuple(1 if draw(st.booleans()) else size for size in shape)
    first, second = draw(st.permutations([shape, narrow])) if kind != "PRELU" else (shape, narrow)
    writer = ModelWriter()
    left = writer.input(first, dtype="float32")
    constant = kind == "PRELU" or draw(st.booleans())
    right = (
        writer.constant(reals(draw(seeds()), second))
        if constant
        else writer.input(second, dtype="float32")
    )
    fused = kind in ("ADD", "SUB", "MUL")
    options = {"fused_activation_function": draw(st.sampled_from(ACTIVATIONS))} if fused else {}
    writer.op(kind, [left, right], [writer.output(shape, dtype="float32")], **options)
    return writer.bytes()


_SHAPE = (2, 5, 6, 7)


class _Fan(ModelWriter):
    """A model of one float32 input that many operators read, each with an output of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.source = self.input(_SHAPE, dtype="float32")

    def add(
        self, kind: str, shape: tuple[int, ...] = _SHAPE, *others: npt.ArrayLike, **options: Any
    ) -> None:
        constants = [self.constant(np.asarray(each)) for each in others]
        self.op(kind, [self.source, *constants], [self.output(shape, dtype="float32")], **options)


def functions_of_elements() -> bytes:
    """Functions whose every bit is settled by IEEE 754."""
    fan = _Fan()
    for kind in (
        *("ABS", "NEG", "SQUARE", "RELU", "RELU6", "HARD_SWISH"),
        *("CEIL", "FLOOR", "ROUND"),
    ):
        fan.add(kind)
    fan.add("LEAKY_RELU", alpha=0.3)
    fan.add("L2_NORMALIZATION")
    square = fan.tensor(_SHAPE, dtype="float32")
    fan.op("SQUARE", [fan.source], [square])
    for kind in ("SQRT", "RSQRT"):
        fan.op(kind, [square], [fan.output(_SHAPE, dtype="float32")])
    return fan.bytes()


def windows_and_axes() -> bytes:
    """Reductions, pools, and what only moves elements."""
    fan = _Fan()
    axes = np.array([1, 2], np.int32)
    for kind in ("MEAN", "SUM", "REDUCE_MAX", "REDUCE_MIN"):
        fan.add(kind, (2, 7), axes)
    fan.add("MEAN", (*_SHAPE[:3], 1), np.array([3], np.int32), keep_dims=True)
    for kind in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
        window = {"filter_height": 3, "filter_width": 2, "stride_h": 2, "stride_w": 1}
        fan.add(kind, (2, 3, 6, 7), padding="SAME", **window)
    window = {"filter_height": 3, "filter_width": 2, "stride_h": 2, "stride_w": 1}
    fan.add("L2_POOL_2D", (2, 3, 6, 7), padding="SAME", **window)
    fan.add("CUMSUM", _SHAPE, np.array(1, np.int32))
    fan.add("CUMSUM", _SHAPE, np.array(-2, np.int32), exclusive=True, reverse=True)
    paddings = np.array([[0, 1], [1, 2], [0, 1], [3, 0]], np.int32)
    fan.add("PAD", (3, 8, 7, 10), paddings)
    fan.add("PADV2", (3, 8, 7, 10), paddings, np.array([1.5], np.float32))
    fan.add("TRANSPOSE", (2, 7, 6, 5), np.array([0, 3, 2, 1], np.int32))
    fan.add("RESHAPE", (2, 210), np.array([2, 210], np.int32))
    return fan.bytes()


def library_functions() -> bytes:
    """Operators whose last bits are those of a C library."""
    fan = _Fan()
    for kind in ("LOGISTIC", "TANH", "ELU", "EXP", "LOG_SOFTMAX", "SIN", "COS"):
        fan.add(kind)
    fan.add("SOFTMAX", beta=1.0)
    fan.add("SOFTMAX", beta=0.3)
    positive = fan.tensor(_SHAPE, dtype="float32")
    fan.op("EXP", [fan.source], [positive])
    fan.op("LOG", [positive], [fan.output(_SHAPE, dtype="float32")])
    return fan.bytes()


def matrices_and_images() -> bytes:
    """Products of computed matrices, transposed convolutions, resized images, positions."""
    writer = ModelWriter()
    left, right = (writer.input(shape, dtype="float32") for shape in ((2, 3, 5, 7), (3, 7, 6)))
    writer.op("BATCH_MATMUL", [left, right], [writer.output((2, 3, 5, 6), dtype="float32")])
    constant = writer.constant(reals(3, (4, 7)))
    product = writer.output((2, 3, 5, 4), dtype="float32")
    writer.op("BATCH_MATMUL", [left, constant], [product], adj_y=True)
    rows, weights = (writer.input(shape, dtype="float32") for shape in ((3, 9), (5, 9)))
    dense = writer.output((3, 5), dtype="float32")
    bias = writer.constant(reals(4, (5,)))
    options = {"fused_activation_function": "RELU"}
    writer.op("FULLY_CONNECTED", [rows, weights, bias], [dense], **options)
    image = writer.input((1, 4, 5, 3), dtype="float32")
    for padding, size in (("SAME", (8, 10)), ("VALID", (9, 11))):
        shape = (1, *size, 7)
        wanted = writer.constant(np.array(shape, np.int32))
        filters = writer.constant(reals(5, (7, 3, 3, 3)))
        inputs = [wanted, filters, image, writer.constant(reals(6, (7,)))]
        output = writer.output(shape, dtype="float32")
        writer.op("TRANSPOSE_CONV", inputs, [output], padding=padding, stride_h=2, stride_w=2)
    for flags in ({}, {"align_corners": True}, {"half_pixel_centers": True}):
        size = writer.constant(np.array([9, 7], np.int32))
        output = writer.output((1, 9, 7, 3), dtype="float32")
        writer.op("RESIZE_BILINEAR", [image, size], [output], **flags)
    for kind in ("ARG_MAX", "ARG_MIN"):
        axis_at = writer.constant(np.int32(2))
        writer.op(kind, [image, axis_at], [writer.output((1, 4, 3), dtype="int32")])
    return writer.bytes()


def weighted_layers() -> bytes:
    """Weights, and arithmetic of two."""
    fan = _Fan()
    window = {"stride_h": 2, "stride_w": 1, "padding": "SAME"}
    bias = reals(6, (8,))
    fan.add("CONV_2D", (2, 3, 6, 8), reals(7, (8, 3, 2, 7)), bias, **window)
    fan.add("FULLY_CONNECTED", (2, 8), reals(8, (8, 210)), bias)
    for kind in OF_TWO:
        fan.add(kind, _SHAPE, reals(9, (1, 1, 7)))
    image = fan.input((1, 5, 6, 7), dtype="float32")
    taps, biases = fan.constant(reals(10, (1, 3, 2, 14))), fan.constant(reals(11, (14,)))
    output = fan.output((1, 3, 6, 14), dtype="float32")
    fan.op("DEPTHWISE_CONV_2D", [image, taps, biases], [output], depth_multiplier=2, **window)
    return fan.bytes()


def lstm(units: int, shape: tuple[int, int, int], seed: int, *, time_major: bool = False) -> bytes:
    """A layer of LSTM cells over an input [batch][time][depth], or time first."""
    writer = ModelWriter()
    inputs = shape[2]
    x = writer.input(shape, dtype="float32")
    weights = [
        writer.constant(reals(seed + gate, (units, inputs if gate < 4 else units)))
        for gate in range(8)
    ]
    biases = [writer.constant(reals(seed + 8 + gate, (units,))) for gate in range(4)]
    batches = shape[1] if time_major else shape[0]
    states = [writer.variable_tensor((batches, units), None, 0, "float32") for _ in range(2)]
    tensors = [x, *weights, -1, -1, -1, *biases, -1, -1, *states, -1, -1, -1, -1]
    output = writer.output((*shape[:2], units), dtype="float32")
    options = {"fused_activation_function": "TANH", "cell_clip": 3.0, "proj_clip": 0.0}
    writer.op("UNIDIRECTIONAL_SEQUENCE_LSTM", tensors, [output], time_major=time_major, **options)
    return writer.bytes()


def svdf(units: int, rank: int, memory: int, seed: int) -> bytes:
    """An SVDF of two batches."""
    writer = ModelWriter()
    filters, inputs = units * rank, 5
    x = writer.input((2, inputs), dtype="float32")
    feature = writer.constant(reals(seed, (filters, inputs)))
    time = writer.constant(reals(seed + 1, (filters, memory)))
    bias = writer.constant(reals(seed + 2, (units,)))
    state = writer.variable_tensor((2, filters * memory), None, 0, "float32")
    output = writer.output((2, units), dtype="float32")
    options = {"rank": rank, "fused_activation_function": "RELU"}
    writer.op("SVDF", [x, feature, time, bias, state], [output], **options)
    return writer.bytes()
