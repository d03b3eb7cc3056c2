"""The architectures of the six MLPerf Tiny models, with random weights.

Input ranges are those that the official files' quantisation has.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from neurio_gen.models.network import Network, random_network, spread_dense, uniform_samples

CALIBRATION_SAMPLES = 64


def _network(inputs: Any, outputs: Any, seed: int, low: float, high: float) -> Network:
    samples = uniform_samples(seed, CALIBRATION_SAMPLES, inputs.shape[1:], low, high)
    # The official files have one weight scale a dense layer.
    return random_network(keras.Model(inputs, outputs), seed, (samples,), per_channel_dense=False)


def _normalised(x: Any, activation: str | None = "relu") -> Any:
    x = layers.BatchNormalization()(x)
    return layers.Activation(activation)(x) if activation else x


def _classified(x: Any, classes: int) -> Any:
    return layers.Softmax()(spread_dense(layers.Flatten()(x), classes, 0.0, 2.0))


def kws01(seed: int) -> Network:
    """DS-CNN: one convolution and four depthwise separable ones on a 49x10 spectrogram."""
    inputs = keras.Input((49, 10, 1))
    x = layers.Conv2D(64, (10, 4), strides=2, padding="same")(inputs)
    x = _normalised(x)
    for _ in range(4):
        x = _normalised(layers.DepthwiseConv2D(3, padding="same")(x))
        x = _normalised(layers.Conv2D(64, 1, padding="same")(x))
    x = layers.AveragePooling2D((25, 5))(x)
    return _network(inputs, _classified(x, 12), seed, -123.0, 26.0)


def ic01(seed: int) -> Network:
    """ResNet-8, 16 channels wide at first."""
    return _resnet(seed, 16)


def ic02(seed: int) -> Network:
    """ResNet-8, 40 channels wide at first."""
    return _resnet(seed, 40)


def _resnet(seed: int, width: int) -> Network:
    inputs = keras.Input((32, 32, 3))
    x = _normalised(layers.Conv2D(width, 3, padding="same")(inputs))
    for channels, stride in ((width, 1), (2 * width, 2), (4 * width, 2)):
        y = _normalised(layers.Conv2D(channels, 3, strides=stride, padding="same")(x))
        y = _normalised(layers.Conv2D(channels, 3, padding="same")(y), activation=None)
        if stride > 1:
            x = layers.Conv2D(channels, 1, strides=stride, padding="same")(x)
        x = layers.Activation("relu")(layers.Add()([x, y]))
    x = layers.AveragePooling2D(8)(x)
    return _network(inputs, _classified(x, 10), seed, 0.0, 255.0)


def vww01(seed: int) -> Network:
    """MobileNetV1, a quarter as wide, on 96x96 pixels."""
    inputs = keras.Input((96, 96, 3))
    x = _normalised(layers.Conv2D(8, 3, strides=2, padding="same")(inputs))
    blocks = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2)]
    for channels, stride in [*blocks, *[(128, 1)] * 5, (256, 2), (256, 1)]:
        x = _normalised(layers.DepthwiseConv2D(3, strides=stride, padding="same")(x))
        x = _normalised(layers.Conv2D(channels, 1, padding="same")(x))
    x = layers.AveragePooling2D(3)(x)
    return _network(inputs, _classified(x, 2), seed, 0.0, 1.0)


def ad01(seed: int) -> Network:
    """Autoencoder of dense layers, 640 values through a bottleneck of 8."""
    inputs = keras.Input((640,))
    x = inputs
    for units in (128, 128, 128, 128, 8, 128, 128, 128, 128):
        x = _normalised(layers.Dense(units)(x))
    return _network(inputs, spread_dense(x, 640, -35.0, 9.0), seed, -85.0, 15.0)


def sww01(seed: int) -> Network:
    """One-dimensional DS-CNN over 30 spectra of 40 bands."""
    inputs = keras.Input((30, 1, 40))
    x = inputs
    for kernel, channels in ((3, 128), (5, 128), (10, 128), (15, 32)):
        x = layers.DepthwiseConv2D((kernel, 1))(x)
        x = _normalised(layers.Conv2D(channels, 1)(x))
    return _network(inputs, _classified(x, 3), seed, 0.0, 0.944)
