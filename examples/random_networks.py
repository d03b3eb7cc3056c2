"""Random small convolutional networks: `neurio-gen sweep examples/random_networks.py:networks`.

Each has the shape that networks for microcontrollers have: a convolution, blocks of convolutions,
separable or residual ones, pools between them, and a dense layer behind a pool.
"""

from collections.abc import Iterator

import keras
import numpy as np


def networks(count: int = 200, seed: int = 0) -> Iterator[tuple[str, keras.Model]]:
    """`count` networks, each with its name; those of one seed are always the same."""
    for number in range(count):
        yield f"random-{seed}-{number}", network(number, seed)


def network(number: int, seed: int = 0) -> keras.Model:
    """Network `number` of a seed."""
    rng = np.random.default_rng([seed, number])
    size = int(rng.choice([12, 16, 20, 24, 28, 32, 40, 48]))
    given = keras.Input((size, size, int(rng.choice([1, 3]))))
    channels = int(rng.choice([4, 8, 12, 16]))
    x = _convolution(given, channels, int(rng.choice([3, 3, 5])), 2 if size > 16 else 1)
    for _ in range(int(rng.integers(1, 5))):
        x = _block(x, rng)
    if rng.random() < 0.7:
        x = keras.layers.GlobalAveragePooling2D()(x)
    else:
        x = keras.layers.Flatten()(keras.layers.AveragePooling2D(2, padding="same")(x))
    if rng.random() < 0.4:
        x = keras.layers.Dense(int(rng.choice([16, 32, 64])), activation="relu")(x)
    x = keras.layers.Dense(int(rng.choice([2, 4, 10, 12])))(x)
    if rng.random() < 0.7:
        x = keras.layers.Softmax()(x)
    return keras.Model(given, x)


def _block(x: keras.KerasTensor, rng: np.random.Generator) -> keras.KerasTensor:
    channels = int(x.shape[-1])
    wider = min(64, int(rng.choice([channels, channels + 4, channels * 2])))
    stride = int(rng.choice([1, 2])) if x.shape[1] >= 8 else 1
    kind = rng.choice(["plain", "separable", "residual", "pointwise", "pooled"])
    if kind == "plain":
        return _convolution(x, wider, int(rng.choice([3, 3, 3, 5])), stride)
    if kind == "separable":
        x = keras.layers.DepthwiseConv2D(3, stride, padding="same", use_bias=False)(x)
        return _convolution(_activated(x), wider, 1, 1)
    if kind == "residual":
        inner = _convolution(x, channels, 3, 1)
        inner = keras.layers.Conv2D(channels, 3, padding="same", use_bias=False)(inner)
        inner = keras.layers.BatchNormalization()(inner)
        return keras.layers.ReLU()(keras.layers.Add()([x, inner]))
    if kind == "pointwise":
        return _convolution(x, wider, 1, 1)
    pool = keras.layers.MaxPooling2D if rng.random() < 0.7 else keras.layers.AveragePooling2D
    return _convolution(pool(2)(x) if x.shape[1] >= 4 else x, wider, 3, 1)


def _convolution(x: keras.KerasTensor, channels: int, size: int, stride: int) -> keras.KerasTensor:
    x = keras.layers.Conv2D(channels, size, stride, padding="same", use_bias=False)(x)
    return _activated(x)


def _activated(x: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
