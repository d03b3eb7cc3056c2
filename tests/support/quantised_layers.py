"""Models of convolutions and fully connected layers of chosen geometry and quantisation.

Layers of one model are independent, each with an input and an output of its own, so that one build
and one emulated run test many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.support.model_writer import ModelWriter

Array = npt.NDArray[Any]

_INPUT_SCALE = 0.02


@dataclass(frozen=True)
class Quantised:
    """How a layer is quantised: zero points, the channels' real factors in turn, activation."""

    input_zero_point: int = -128
    output_zero_point: int = -128
    factors: Sequence[float] = (0.004,)
    activation: str = "RELU"
    output_scale: float = 0.05


@dataclass(frozen=True, eq=False)
class Convolution:
    """A CONV_2D of an image [height][width][channels]; weights [filters][y][x][channels]."""

    image: tuple[int, int, int]
    weights: Array
    quantised: Quantised
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    padding: str = "SAME"
    bias: Array | None = None

    def write(self, writer: ModelWriter) -> None:
        """Add the layer to a model."""
        lengths = []
        for axis in range(2):
            reach = (self.weights.shape[1 + axis] - 1) * self.dilation[axis] + 1
            room = self.image[axis] - (0 if self.padding == "SAME" else reach - 1)
            lengths.append(-(-room // self.stride[axis]))
        output = (1, *lengths, self.weights.shape[0])
        tensors, y = _tensors(writer, (1, *self.image), output, self)
        writer.op(
            "CONV_2D",
            tensors,
            [y],
            padding=self.padding,
            stride_h=self.stride[0],
            stride_w=self.stride[1],
            dilation_h_factor=self.dilation[0],
            dilation_w_factor=self.dilation[1],
            fused_activation_function=self.quantised.activation,
        )


@dataclass(frozen=True, eq=False)
class Dense:
    """A FULLY_CONNECTED layer of `rows` inputs; weights [outputs][depth]."""

    rows: int
    weights: Array
    quantised: Quantised
    bias: Array | None = None

    def write(self, writer: ModelWriter) -> None:
        """Add the layer to a model."""
        outputs, depth = self.weights.shape
        tensors, y = _tensors(writer, (self.rows, depth), (self.rows, outputs), self)
        activation = self.quantised.activation
        writer.op("FULLY_CONNECTED", tensors, [y], fused_activation_function=activation)


def model(*layers: Convolution | Dense) -> bytes:
    """A .tflite of independent layers, at most 16."""
    writer = ModelWriter()
    for layer in layers:
        layer.write(writer)
    return writer.bytes()


def random_weights(seed: int, *shape: int) -> Array:
    """Any weights in [-127, 127], small ones more often, as trained networks have them."""
    values = np.random.default_rng(seed).normal(0, 42, shape).round()
    return np.clip(values, -127, 127).astype(np.int8)


def _tensors(
    writer: ModelWriter,
    input_shape: tuple[int, ...],
    output_shape: tuple[int, ...],
    layer: Convolution | Dense,
) -> tuple[list[int], int]:
    quantised = layer.quantised
    channels = layer.weights.shape[0]
    scales = [
        np.float32(quantised.factors[i % len(quantised.factors)])
        * np.float32(quantised.output_scale / _INPUT_SCALE)
        for i in range(channels)
    ]
    bias = layer.bias
    if bias is None:
        bias = np.random.default_rng(channels).integers(-3000, 3000, channels)
    x = writer.input(input_shape, _INPUT_SCALE, quantised.input_zero_point)
    w = writer.constant(layer.weights, [float(scale) for scale in scales])
    b = writer.constant(bias.astype(np.int32), [float(_INPUT_SCALE * scale) for scale in scales])
    y = writer.output(output_shape, quantised.output_scale, quantised.output_zero_point)
    return [x, w, b], y
