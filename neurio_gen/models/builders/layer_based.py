"""Networks of one layer each, with random weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers, ops

from neurio_gen.models.network import Network, random_network, uniform_samples

CALIBRATION_SAMPLES = 32


def _network(
    shape: Sequence[int],
    seed: int,
    layer: Any,
    limits: tuple[float, float] = (-1.0, 1.0),
    **kw: Any,
) -> Network:
    """`layer` on inputs of `shape`, which are uniform between `limits`."""
    inputs = keras.Input(tuple(shape))
    samples = uniform_samples(seed, CALIBRATION_SAMPLES, shape, *limits)
    return random_network(keras.Model(inputs, layer(inputs)), seed, (samples,), **kw)


def convolution(seed: int, shape: Sequence[int], filters: int, kernel: int, stride: int) -> Network:
    """A convolution in one, two or three dimensions, same padding, no activation.

    The converter has no int8 form of the three-dimensional one. It stays float32, and has no bias,
    which would become a broadcast addition behind it.
    """
    dimensions = len(shape) - 1
    kind = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}[dimensions]
    in_float = dimensions == 3
    layer = kind(filters, kernel, strides=stride, padding="same", use_bias=not in_float)
    return _network(shape, seed, layer, float_operators=in_float)


def depthwise(seed: int, shape: Sequence[int], kernel: int, stride: int) -> Network:
    """A depthwise convolution, as many filters as channels, same padding, no activation."""
    return _network(shape, seed, layers.DepthwiseConv2D(kernel, strides=stride, padding="same"))


def dense(seed: int, shape: Sequence[int], units: int) -> Network:
    """A fully connected layer, no activation."""
    return _network(shape, seed, layers.Dense(units))


def pooling(seed: int, shape: Sequence[int], kind: str, size: int, stride: int) -> Network:
    """Pooling, `kind` average or max, in one or two dimensions, valid padding."""
    name = f"{'Average' if kind == 'average' else 'Max'}Pooling{len(shape) - 1}D"
    return _network(shape, seed, getattr(layers, name)(size, strides=stride))


def activation(seed: int, shape: Sequence[int], function: str) -> Network:
    """An activation function that no other layer could absorb.

    TFLite Micro's RELU6 clamps codes and scales none: it is right only where input and output have
    one quantisation, as they have for inputs from 0 to 6.
    """
    limits = (0.0, 6.0) if function == "relu6" else (-8.0, 8.0)
    return _network(shape, seed, layers.Activation(function), limits)


def batch_normalisation(seed: int, shape: Sequence[int]) -> Network:
    """A batch normalisation that no other layer could absorb."""
    return _network(shape, seed, layers.BatchNormalization())


def reshape(seed: int, shape: Sequence[int], target: Sequence[int]) -> Network:
    """A reshape."""
    return _network(shape, seed, layers.Reshape(tuple(target)))


def padding(seed: int, shape: Sequence[int], mode: str, amount: int) -> Network:
    """`amount` elements on each side of each dimension but the channels.

    `mode`: zero, constant (0.5), reflect or symmetric.
    """
    widths = [[0, 0], *[[amount, amount]] * (len(shape) - 1), [0, 0]]

    def pad(x: Any) -> Any:
        if mode in ("reflect", "symmetric"):
            return ops.pad(x, widths, mode=mode)
        return ops.pad(x, widths, constant_values=0.5 if mode == "constant" else 0.0)

    return _network(shape, seed, pad)
