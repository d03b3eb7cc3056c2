"""The blocks that known architectures are made of, each as a network of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

from neurio_gen.models.network import Network, random_network, uniform_samples

CALIBRATION_SAMPLES = 32


def _network(seed: int, inputs: Any, outputs: Any) -> Network:
    samples = uniform_samples(seed, CALIBRATION_SAMPLES, inputs.shape[1:], -1.0, 1.0)
    return random_network(keras.Model(inputs, outputs), seed, (samples,))


def _convolution(x: Any, filters: int, kernel: int, **fields: Any) -> Any:
    """Same padding, in as many dimensions as `x` has."""
    kind = layers.Conv1D if len(x.shape) == 3 else layers.Conv2D
    return kind(filters, kernel, padding="same", **fields)(x)


def _normalised(x: Any, activation: str | None = "relu") -> Any:
    x = layers.BatchNormalization()(x)
    return layers.Activation(activation)(x) if activation else x


def skip_connection(seed: int, shape: Sequence[int], merge: str, branches: int) -> Network:
    """A chain of convolutions whose input and results, `branches` in all, are merged.

    `merge`: concatenate or add.
    """
    inputs = keras.Input(tuple(shape))
    ends = [inputs]
    while len(ends) < branches:
        ends.append(_convolution(ends[-1], shape[-1], 3, activation="relu"))
    merged = layers.Concatenate() if merge == "concatenate" else layers.Add()
    return _network(seed, inputs, merged(ends))


def resnet(seed: int, shape: Sequence[int], filters: int, kind: str) -> Network:
    """A residual block. `kind`: conv (halves the picture, projects the shortcut) or identity."""
    inputs = keras.Input(tuple(shape))
    stride = 2 if kind == "conv" else 1
    x = _normalised(_convolution(inputs, filters, 3, strides=stride))
    x = _normalised(_convolution(x, filters, 3), activation=None)
    shortcut = inputs
    if kind == "conv":
        shortcut = _normalised(_convolution(inputs, filters, 1, strides=stride), activation=None)
    return _network(seed, inputs, layers.Activation("relu")(layers.Add()([x, shortcut])))


def densenet(seed: int, shape: Sequence[int], filters: int, depth: int) -> Network:
    """A dense block: `depth` times normalisation, rectifier, convolution, concatenation."""
    inputs = keras.Input(tuple(shape))
    x = inputs
    for _ in range(depth):
        x = layers.Concatenate()([x, _convolution(_normalised(x), filters, 3)])
    return _network(seed, inputs, x)


def inception(seed: int, shape: Sequence[int], filters: int, reduction: bool) -> Network:
    """An inception block: kernels of 1, 3 and 5 and a pooling beside each other.

    With `reduction`, kernels of 1 halve the channels before the larger ones and after the pooling.
    """
    inputs = keras.Input(tuple(shape))

    def reduced(x: Any) -> Any:
        return _convolution(x, filters // 2, 1, activation="relu") if reduction else x

    pool = layers.MaxPooling1D if len(shape) == 2 else layers.MaxPooling2D
    branches = [
        _convolution(inputs, filters, 1, activation="relu"),
        _convolution(reduced(inputs), filters, 3, activation="relu"),
        _convolution(reduced(inputs), filters, 5, activation="relu"),
        reduced(pool(3, strides=1, padding="same")(inputs)),
    ]
    return _network(seed, inputs, layers.Concatenate()(branches))


def mobilenet(seed: int, shape: Sequence[int], filters: int) -> Network:
    """A depthwise separable convolution with ReLU6."""
    inputs = keras.Input(tuple(shape))
    x = _normalised(layers.DepthwiseConv2D(3, padding="same")(inputs), "relu6")
    return _network(seed, inputs, _normalised(_convolution(x, filters, 1), "relu6"))


def classifier(seed: int, shape: Sequence[int], pooling: str, classes: int) -> Network:
    """Average pooling, `pooling` window or global, flattened, then a dense layer."""
    inputs = keras.Input(tuple(shape))
    pool = layers.AveragePooling2D(2) if pooling == "window" else layers.GlobalAveragePooling2D()
    x = layers.Flatten()(pool(inputs))
    return _network(seed, inputs, layers.Dense(classes)(x))
