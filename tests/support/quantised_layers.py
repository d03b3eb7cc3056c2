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
class _Windowed:
    """A layer whose window slides over an image [height][width][channels]."""

    image: tuple[int, int, int]
    weights: Array
    quantised: Quantised
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    padding: str = "SAME"
    bias: Array | None = None


@dataclass(frozen=True, eq=False)
class Convolution(_Windowed):
    """A CONV_2D of an image [height][width][channels]; weights [filters][y][x][channels]."""

    def write(self, writer: ModelWriter) -> None:
        """Add the layer to a model."""
        output = (1, *_output_lengths(self), self.weights.shape[0])
        tensors, y = _tensors(writer, (1, *self.image), output, self)
        writer.op("CONV_2D", tensors, [y], **_window_options(self))


@dataclass(frozen=True, eq=False)
class Depthwise(_Windowed):
    """A DEPTHWISE_CONV_2D of an image [height][width][channels]; weights [1][y][x][channels]."""

    def write(self, writer: ModelWriter) -> None:
        """Add the layer to a model."""
        output = (1, *_output_lengths(self), self.weights.shape[3])
        tensors, y = _tensors(writer, (1, *self.image), output, self, channel_axis=3)
        multiplier = self.weights.shape[3] // self.image[2]
        options = _window_options(self)
        writer.op("DEPTHWISE_CONV_2D", tensors, [y], depth_multiplier=multiplier, **options)


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


def model(*layers: Convolution | Depthwise | Dense) -> bytes:
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
    layer: Convolution | Depthwise | Dense,
    channel_axis: int = 0,
) -> tuple[list[int], int]:
    quantised = layer.quantised
    channels = layer.weights.shape[channel_axis]
    scales: list[Any] = [
        np.float32(quantised.factors[i % len(quantised.factors)])
        * np.float32(quantised.output_scale / _INPUT_SCALE)
        for i in range(channels)
    ]
    usual_bias = np.random.default_rng(channels).integers(-3000, 3000, channels)
    bias = usual_bias if layer.bias is None else layer.bias
    x = writer.input(input_shape, _INPUT_SCALE, quantised.input_zero_point)
    w = writer.constant(layer.weights, [float(scale) for scale in scales], axis=channel_axis)
    b = writer.constant(bias.astype(np.int32), [float(_INPUT_SCALE * scale) for scale in scales])
    y = writer.output(output_shape, quantised.output_scale, quantised.output_zero_point)
    return [x, w, b], y


def _output_lengths(layer: _Windowed) -> list[int]:
    lengths = []
    for axis in range(2):
        reach = (layer.weights.shape[1 + axis] - 1) * layer.dilation[axis] + 1
        room = layer.image[axis] - (0 if layer.padding == "SAME" else reach - 1)
        lengths.append(-(-room // layer.stride[axis]))
    return lengths


def _window_options(layer: _Windowed) -> dict[str, Any]:
    return {
        "padding": layer.padding,
        "stride_h": layer.stride[0],
        "stride_w": layer.stride[1],
        "dilation_h_factor": layer.dilation[0],
        "dilation_w_factor": layer.dilation[1],
        "fused_activation_function": layer.quantised.activation,
    }
