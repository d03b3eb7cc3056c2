"""Random layers whose cost is counted: of the kinds and sizes that small networks have.

A model holds a few independent layers, so that one image and one inference count many. Its inputs
are short: they are repeated to what a layer takes, as the line to a board is slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tests.support.model_writer import ModelWriter
from tests.support.quantised_layers import (
    Convolution,
    Dense,
    Depthwise,
    Quantised,
    random_weights,
)

LAYERS_PER_MODEL = 8
MOST_MACS = 1_500_000
"""Of a layer; larger ones take long and tell nothing more."""
_SCALE, _ZERO = 0.05, -7


Rng = np.random.Generator
Writer = Callable[[ModelWriter, Rng], None]


def models(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` models of a seed, each with its name."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        writer = _Fed()
        for position in range(LAYERS_PER_MODEL):
            kind = _KINDS[(number * LAYERS_PER_MODEL + position) % len(_KINDS)]
            kind(writer, rng)
        yield f"layers-{number}", writer.bytes()


class _Fed(ModelWriter):
    """A model whose layers are fed with few pixels, repeated."""

    def input(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """A tensor of that shape."""
        if len(shape) != 4 or shape[1] * shape[2] <= 4:
            return super().input(shape, scale, zero_point, dtype)
        short = super().input((1, 2, 2, shape[3]), scale, zero_point, dtype)
        shaped = self.tensor(shape, scale, zero_point, dtype)
        size = self.constant(np.array(shape[1:3], np.int32))
        self.op("RESIZE_NEAREST_NEIGHBOR", [short, size], [shaped])
        return shaped


def _convolution(writer: ModelWriter, rng: Rng) -> None:
    while True:
        window = _window(rng)
        channels, filters = _channels(rng, (1, 3)), _channels(rng)
        size = _size(rng)
        if channels <= 3:
            size = size[0] * 2, size[1] * 2
        stride = int(rng.choice([1, 2] if channels <= 3 else [1, 1, 2]))
        macs = size[0] * size[1] // stride**2 * window[0] * window[1] * channels * filters
        if macs <= MOST_MACS and min(size) >= max(window):
            break
    weights = random_weights(int(rng.integers(1 << 30)), filters, *window, channels)
    taps = window[0] * window[1] * channels
    _padded(rng, Convolution, (*size, channels), weights, taps, stride=stride).write(writer)


def _pointwise(writer: ModelWriter, rng: Rng) -> None:
    while True:
        channels, filters, size = _channels(rng), _channels(rng), _size(rng)
        stride = int(rng.choice([1, 1, 1, 2]))
        if size[0] * size[1] * channels * filters // stride**2 <= MOST_MACS:
            break
    weights = random_weights(int(rng.integers(1 << 30)), filters, 1, 1, channels)
    layer = _padded(rng, Convolution, (*size, channels), weights, channels, stride=stride)
    layer.write(writer)


def _depthwise(writer: ModelWriter, rng: Rng) -> None:
    window = _window(rng) if rng.random() < 0.4 else (3, 3)
    size = _size(rng)
    size = max(size[0], window[0]), max(size[1], window[1])
    channels, stride = _channels(rng), int(rng.choice([1, 1, 2]))
    weights = random_weights(int(rng.integers(1 << 30)), 1, *window, channels)
    taps = window[0] * window[1]
    _padded(rng, Depthwise, (*size, channels), weights, taps, stride=stride).write(writer)


def _dense(writer: ModelWriter, rng: Rng) -> None:
    depth = int(rng.choice([8, 16, 24, 32, 48, 64, 100, 128, 196, 256, 400, 512, 784, 1024]))
    outputs = int(rng.choice([1, 2, 3, 4, 8, 10, 12, 16, 32, 64, 100, 128]))
    rows = int(rng.choice([1, 1, 1, 1, 2, 3, 5, 8]))
    weights = random_weights(int(rng.integers(1 << 30)), outputs, depth)
    Dense(rows, weights, _quantised(rng, depth)).write(writer)


def _padded(
    rng: Rng, kind: Any, image: tuple[int, ...], weights: Any, taps: int, *, stride: int
) -> Any:
    padding = str(rng.choice(["SAME", "SAME", "VALID"]))
    return kind(image, weights, _quantised(rng, taps), stride=(stride, stride), padding=padding)


def _quantised(rng: Rng, taps: int) -> Quantised:
    """As networks have it: outputs of about the range of an int8, behind a rectifier mostly."""
    rectified = rng.random() < 0.75
    middle = 40.0 / (np.sqrt(taps) * 73 * 42)
    factors = tuple(float(f) for f in middle * rng.uniform(0.4, 2.0, 16))
    zero = -128 if rectified else int(rng.integers(-30, 30))
    source = -128 if rng.random() < 0.7 else int(rng.integers(-60, 60))
    return Quantised(source, zero, factors, "RELU" if rectified else "NONE")


def _pool(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        size, channels = _size(rng), _channels(rng)
        side = int(rng.choice([2, 2, 2, 3, 4]))
        whole = kind == "AVERAGE_POOL_2D" and rng.random() < 0.4
        window = size if whole else (min(side, size[0]), min(side, size[1]))
        step = (1, 1) if whole else window if rng.random() < 0.7 else (1, 1)
        padding = "VALID" if whole else str(rng.choice(["SAME", "VALID"]))
        out = [
            -(-length // by) if padding == "SAME" else (length - reach) // by + 1
            for length, reach, by in zip(size, window, step, strict=True)
        ]
        x = writer.input((1, *size, channels), _SCALE, _ZERO)
        y = writer.output((1, *out, channels), _SCALE, _ZERO)
        options = {"filter_height": window[0], "filter_width": window[1]}
        writer.op(kind, [x], [y], stride_h=step[0], stride_w=step[1], padding=padding, **options)

    return write


def _mean(writer: ModelWriter, rng: Rng) -> None:
    size, channels = _size(rng), _channels(rng)
    x = writer.input((1, *size, channels), _SCALE, _ZERO)
    y = writer.output((1, channels), 0.03, _ZERO)
    axes = writer.constant(np.array([1, 2], np.int32))
    writer.op("MEAN", [x, axes], [y], keep_dims=False)


def _sum_of_two(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = (1, *_size(rng), _channels(rng))
        x = writer.input(shape, float(rng.uniform(0.02, 0.06)), -128)
        z = writer.input(shape, float(rng.uniform(0.02, 0.06)), int(rng.integers(-60, 60)))
        rectified = rng.random() < 0.7
        zero = -128 if rectified else int(rng.integers(-60, 60))
        y = writer.output(shape, float(rng.uniform(0.04, 0.08)), zero)
        activation = "RELU" if rectified else "NONE"
        writer.op(kind, [x, z], [y], fused_activation_function=activation)

    return write


def _extremes(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = (1, *_size(rng), _channels(rng))
        x, z = (writer.input(shape, _SCALE, _ZERO) for _ in range(2))
        writer.op(kind, [x, z], [writer.output(shape, _SCALE, _ZERO)])

    return write


def _function(kind: str, scale: float, zero: int) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = (1, *_size(rng), _channels(rng))
        x = writer.input(shape, _SCALE, _ZERO)
        writer.op(kind, [x], [writer.output(shape, scale, zero)])

    return write


def _softmax(writer: ModelWriter, rng: Rng) -> None:
    shape = (int(rng.choice([1, 1, 1, 4, 9])), int(rng.choice([2, 3, 4, 8, 10, 12, 20, 35, 100])))
    x = writer.input(shape, float(rng.uniform(0.05, 0.25)), int(rng.integers(-30, 30)))
    writer.op("SOFTMAX", [x], [writer.output(shape, 1 / 256, -128)], beta=1.0)


def _pad(writer: ModelWriter, rng: Rng) -> None:
    size, channels = _size(rng), _channels(rng)
    borders = rng.integers(0, 3, 4)
    shape = (1, size[0] + borders[0] + borders[1], size[1] + borders[2] + borders[3], channels)
    x = writer.input((1, *size, channels), _SCALE, _ZERO)
    amounts = np.array([[0, 0], borders[:2], borders[2:], [0, 0]], np.int32)
    y = writer.output([int(n) for n in shape], _SCALE, _ZERO)
    writer.op("PAD", [x, writer.constant(amounts)], [y])


def _concatenation(writer: ModelWriter, rng: Rng) -> None:
    size, parts = _size(rng), [_channels(rng), _channels(rng)]
    given = [writer.input((1, *size, part), _SCALE, _ZERO) for part in parts]
    y = writer.output((1, *size, sum(parts)), _SCALE, _ZERO)
    writer.op("CONCATENATION", given, [y], axis=3)


def _transpose(writer: ModelWriter, rng: Rng) -> None:
    size, channels = _size(rng), _channels(rng)
    x = writer.input((1, *size, channels), _SCALE, _ZERO)
    order = writer.constant(np.array([0, 3, 1, 2], np.int32))
    writer.op("TRANSPOSE", [x, order], [writer.output((1, channels, *size), _SCALE, _ZERO)])


def _resize(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        size, channels = [min(n, 16) for n in _size(rng)], _channels(rng)
        x = writer.input((1, *size, channels), _SCALE, _ZERO)
        lengths = writer.constant(np.array([2 * n for n in size], np.int32))
        y = writer.output((1, 2 * size[0], 2 * size[1], channels), _SCALE, _ZERO)
        writer.op(kind, [x, lengths], [y], half_pixel_centers=True)

    return write


def _window(rng: Rng) -> tuple[int, int]:
    windows = [(3, 3), (3, 3), (3, 3), (3, 3), (5, 5), (2, 2), (1, 3), (3, 1), (4, 4), (10, 4)]
    windows += [(7, 7)]
    return windows[int(rng.integers(len(windows)))]


def _channels(rng: Rng, others: tuple[int, ...] = ()) -> int:
    usual = (4, 8, 8, 12, 16, 16, 20, 24, 32, 32, 48, 64, 96, 128)
    odd = (1, 2, 3, 5, 6, 7, 10, 14, 18)
    among = others if others and rng.random() < 0.35 else odd if rng.random() < 0.15 else usual
    return int(rng.choice(among))


def _size(rng: Rng) -> tuple[int, int]:
    """Height and width: mostly square, at most 24."""
    height = int(rng.integers(1, 25))
    return (height, height) if rng.random() < 0.7 else (height, int(rng.integers(1, 25)))


_KINDS: tuple[Writer, ...] = (
    *(16 * (_convolution,)),
    *(6 * (_pointwise,)),
    *(6 * (_depthwise,)),
    *(3 * (_dense,)),
    *(3 * (_sum_of_two("ADD"),)),
    _pool("MAX_POOL_2D"),
    _pool("AVERAGE_POOL_2D"),
    _mean,
    _sum_of_two("SUB"),
    _sum_of_two("MUL"),
    _extremes("MAXIMUM"),
    _function("LOGISTIC", 1 / 256, -128),
    _function("RELU", 0.04, -128),
    _softmax,
    _pad,
    _concatenation,
    _transpose,
    _resize("RESIZE_NEAREST_NEIGHBOR"),
    _resize("RESIZE_BILINEAR"),
)
