"""ConvMixer: patches, then depthwise and pointwise convolutions, all of one width."""

from __future__ import annotations

from collections.abc import Sequence

import keras
from keras import layers

from neurio_gen.models.network import Network, random_network, uniform_samples


def convmixer(
    *,
    seed: int,
    shape: Sequence[int],
    width: int,
    depth: int,
    patch: int,
    kernel: int,
    classes: int,
    calibration_samples: int,
) -> Network:
    """`depth` blocks of `width` channels on patches of `patch` x `patch` pixels of 0 to 255."""

    def settled(x: object) -> object:
        return layers.BatchNormalization()(layers.Activation("relu")(x))

    inputs = keras.Input(tuple(shape))
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(inputs)  # the converter folds it into the patches
    x = settled(layers.Conv2D(width, patch, strides=patch)(x))
    for _ in range(depth):
        mixed = settled(layers.DepthwiseConv2D(kernel, padding="same")(x))
        x = layers.Add()([mixed, x])
        x = settled(layers.Conv2D(width, 1)(x))
    x = layers.Dense(classes)(layers.GlobalAveragePooling2D()(x))
    samples = uniform_samples(seed, calibration_samples, shape, 0.0, 255.0)
    return random_network(keras.Model(inputs, x), seed, (samples,))
