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
    for kind in ("ABS", "NEG", "SQUARE", "RELU", "RELU6", "HARD_SWISH"):
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
    paddings = np.array([[0, 1], [1, 2], [0, 1], [3, 0]], np.int32)
    fan.add("PAD", (3, 8, 7, 10), paddings)
    fan.add("PADV2", (3, 8, 7, 10), paddings, np.array([1.5], np.float32))
    fan.add("TRANSPOSE", (2, 7, 6, 5), np.array([0, 3, 2, 1], np.int32))
    fan.add("RESHAPE", (2, 210), np.array([2, 210], np.int32))
    return fan.bytes()


def library_functions() -> bytes:
    """Operators whose last bits are those of a C library."""
    fan = _Fan()
    for kind in ("LOGISTIC", "TANH", "ELU", "EXP", "LOG_SOFTMAX"):
        fan.add(kind)
    fan.add("SOFTMAX", beta=1.0)
    fan.add("SOFTMAX", beta=0.3)
    positive = fan.tensor(_SHAPE, dtype="float32")
    fan.op("EXP", [fan.source], [positive])
    fan.op("LOG", [positive], [fan.output(_SHAPE, dtype="float32")])
    return fan.bytes()
