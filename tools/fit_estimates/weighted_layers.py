"""Random layers that have weights: convolutions and dense layers, those of each kernel in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from drawing import SCALE, ZERO, Rng, Writer, channels, ints, size, window

from tests.support.model_writer import ModelWriter
from tests.support.quantised_layers import (
    Convolution,
    Dense,
    Depthwise,
    Quantised,
    random_weights,
)

MOST_MACS = 600_000
"""Of most layers; a few have more, larger ones take long and tell nothing more."""
_MANY_MACS = 2_000_000

_Sizes = Callable[[Rng], tuple[tuple[int, int], tuple[int, int], int, int, int]]
"""Image, window, stride, channels and filters."""


def _convolution(sizes: _Sizes, dilations: tuple[int, ...] = (1,)) -> Writer:
    """A CONV_2D of these sizes that is not too long."""

    def write(writer: ModelWriter, rng: Rng) -> None:
        most = _MANY_MACS if rng.random() < 0.1 else MOST_MACS
        while True:
            area, reach, stride, depth, filters = sizes(rng)
            outputs = (area[0] / stride) * (area[1] / stride)
            macs = outputs * reach[0] * reach[1] * depth * filters
            dilation = int(rng.choice(dilations)) if stride == 1 else 1
            if macs <= most and min(area) > (max(reach) - 1) * dilation:
                break
        weights = random_weights(int(rng.integers(1 << 30)), filters, *reach, depth)
        taps = reach[0] * reach[1] * depth
        more = {"stride": (stride, stride), "dilation": (dilation, dilation)}
        _padded(rng, Convolution, (*area, depth), weights, taps, **more).write(writer)

    return write


def _any_window(rng: Rng) -> tuple[tuple[int, int], tuple[int, int], int, int, int]:
    return size(rng), window(rng), int(rng.choice([1, 1, 2])), channels(rng), channels(rng)


def _first_layer(rng: Rng) -> tuple[tuple[int, int], tuple[int, int], int, int, int]:
    """Of an image of one to three channels, or of samples in time."""
    reach = window(rng) if rng.random() < 0.5 else (3, 3)
    stride, depth = int(rng.choice([1, 2])), int(rng.choice([1, 1, 2, 3, 3, 3, 5, 6]))
    return size(rng, 48), reach, stride, depth, channels(rng)


def _small_image(rng: Rng) -> tuple[tuple[int, int], tuple[int, int], int, int, int]:
    """3x3 on few pixels and many channels, as at the end of a network."""
    depth, filters = (int(rng.choice([8, 16, 24, 32, 48, 64, 80])) for _ in range(2))
    return size(rng, 12), (3, 3), 1, depth, filters


def _few_tiles(rng: Rng) -> tuple[tuple[int, int], tuple[int, int], int, int, int]:
    """3x3 on so few pixels that tiles of 2x2 outputs waste least."""
    area = int(rng.choice([4, 4, 6])), int(rng.choice([4, 4, 2, 6]))
    depth, filters = (
        int(rng.choice([40, 48, 64, 80, 96, 128])),
        int(rng.choice([8, 16, 24, 32, 64])),
    )
    return (max(3, area[0]), max(3, area[1])), (3, 3), 1, depth, filters


def _halving(rng: Rng) -> tuple[tuple[int, int], tuple[int, int], int, int, int]:
    """3x3 with stride 2, of outputs that whole tiles of 4x4 cover nearly."""
    area = int(rng.choice([8, 15, 16, 16, 24, 32])), int(rng.choice([8, 15, 16, 16, 24]))
    depth, filters = (int(rng.choice([16, 24, 32, 40, 48, 64])) for _ in range(2))
    return area, (3, 3), 2, depth, filters


def _pointwise(rng: Rng) -> tuple[tuple[int, int], tuple[int, int], int, int, int]:
    return size(rng), (1, 1), int(rng.choice([1, 1, 1, 2])), channels(rng), channels(rng)


def _grouped(writer: ModelWriter, rng: Rng) -> None:
    """Filters that see only a part of the channels."""
    groups, depth, area = int(rng.choice([2, 3, 4])), int(rng.choice([2, 4, 8])), size(rng, 12)
    area = max(area[0], 3), max(area[1], 3)
    filters = groups * int(rng.choice([2, 4, 8]))
    weights = random_weights(int(rng.integers(1 << 30)), filters, 3, 3, depth)
    _padded(rng, Convolution, (*area, groups * depth), weights, 9 * depth).write(writer)


def _depthwise(multipliers: tuple[int, ...], windows: Callable[[Rng], tuple[int, int]]) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        reach, area = windows(rng), size(rng)
        area = max(area[0], reach[0]), max(area[1], reach[1])
        depth, stride = channels(rng), int(rng.choice([1, 1, 2]))
        filters = depth * int(rng.choice(multipliers))
        weights = random_weights(int(rng.integers(1 << 30)), 1, *reach, filters)
        taps = reach[0] * reach[1]
        steps = {"stride": (stride, stride)}
        _padded(rng, Depthwise, (*area, depth), weights, taps, **steps).write(writer)

    return write


def _dense(writer: ModelWriter, rng: Rng) -> None:
    depth = int(rng.choice([8, 16, 24, 32, 48, 64, 100, 128, 196, 256, 400, 512, 784, 1024]))
    outputs = int(rng.choice([1, 2, 3, 4, 8, 10, 12, 16, 32, 64, 100, 128]))
    rows = int(rng.choice([1, 1, 1, 1, 2, 3, 5, 8]))
    weights = random_weights(int(rng.integers(1 << 30)), outputs, depth)
    Dense(rows, weights, _quantised(rng, depth)).write(writer)


def _dense_off_zero(writer: ModelWriter, rng: Rng) -> None:
    """Weights with a zero point."""
    depth, outputs = int(rng.integers(4, 200)), int(rng.integers(1, 40))
    x = writer.input((1, depth), SCALE, ZERO)
    values = random_weights(int(rng.integers(1 << 30)), outputs, depth)
    weights = writer.constant(values, 0.01, 3)
    y = writer.output((1, outputs), 0.3, ZERO)
    writer.op("FULLY_CONNECTED", [x, weights], [y])


def _transposed(writer: ModelWriter, rng: Rng) -> None:
    area, side = size(rng, 10), int(rng.choice([2, 3]))
    depth, filters = int(rng.choice([4, 8, 12, 16])), int(rng.choice([3, 4, 8, 16]))
    shape = (1, 2 * area[0], 2 * area[1], filters)
    x = writer.input((1, *area, depth), SCALE, ZERO)
    weights = writer.constant(
        random_weights(int(rng.integers(1 << 30)), filters, side, side, depth), 0.01
    )
    y = writer.output(shape, 0.1, ZERO)
    options = {"stride_h": 2, "stride_w": 2, "padding": "SAME"}
    writer.op("TRANSPOSE_CONV", [ints(writer, *shape), weights, x], [y], **options)


def _products(writer: ModelWriter, rng: Rng) -> None:
    rows, depth, columns = (int(rng.integers(1, 24)) for _ in range(3))
    batch = int(rng.integers(1, 4))
    left = writer.input((1, batch, rows, depth), SCALE, ZERO)
    right = writer.input((1, batch, depth, columns), 0.02, 3)
    y = writer.output((1, batch, rows, columns), 0.2, ZERO)
    writer.op("BATCH_MATMUL", [left, right], [y])


def _padded(
    rng: Rng, kind: Any, area: tuple[int, ...], weights: Any, taps: int, **more: Any
) -> Any:
    padding = str(rng.choice(["SAME", "SAME", "VALID"]))
    return kind(area, weights, _quantised(rng, taps), padding=padding, **more)


def _quantised(rng: Rng, taps: int) -> Quantised:
    """As networks have it: outputs of about the range of an int8, behind a rectifier mostly."""
    rectified = rng.random() < 0.75
    middle = 40.0 / (np.sqrt(taps) * 73 * 42)
    count = 1 if rng.random() < 0.15 else 16
    factors = tuple(float(f) for f in middle * rng.uniform(0.4, 2.0, count))
    zero = -128 if rectified and rng.random() < 0.9 else int(rng.integers(-30, 30))
    source = -128 if rng.random() < 0.7 else int(rng.integers(-60, 60))
    return Quantised(source, zero, factors, "RELU" if rectified else "NONE")


def _plain_3x3(rng: Rng) -> tuple[int, int]:
    return 3, 3


def _in_time(rng: Rng) -> tuple[int, int]:
    return (int(rng.integers(2, 12)), 1) if rng.random() < 0.5 else (1, int(rng.integers(2, 12)))


WEIGHTED: tuple[Writer, ...] = (
    _convolution(_any_window),
    _convolution(_any_window, dilations=(1, 2, 3)),
    _convolution(_first_layer),
    _convolution(_first_layer, dilations=(2,)),
    _convolution(_small_image),
    _convolution(_few_tiles),
    _convolution(_halving),
    _convolution(_pointwise),
    _grouped,
    _depthwise((1,), _plain_3x3),
    _depthwise((1,), window),
    _depthwise((1,), _in_time),
    _depthwise((1, 2, 3), window),
    _dense,
    _dense_off_zero,
    _transposed,
    _products,
)
