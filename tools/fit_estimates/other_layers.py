"""Random layers without weights: functions, pools, reductions, and all that moves elements."""

from __future__ import annotations

import numpy as np
from drawing import SCALE, ZERO, Rng, Writer, channels, image, ints, scale, size

from tests.support.model_writer import ModelWriter


def _pool(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        area, depth = size(rng), channels(rng, (1, 2, 3))
        side = int(rng.choice([2, 2, 2, 3, 4]))
        whole = kind == "AVERAGE_POOL_2D" and rng.random() < 0.4
        reach = area if whole else (min(side, area[0]), min(side, area[1]))
        step = (1, 1) if whole else reach if rng.random() < 0.7 else (1, 1)
        padding = "VALID" if whole else str(rng.choice(["SAME", "VALID"]))
        out = [
            -(-length // by) if padding == "SAME" else (length - taps) // by + 1
            for length, taps, by in zip(area, reach, step, strict=True)
        ]
        x = writer.input((1, *area, depth), SCALE, ZERO)
        y = writer.output((1, *out, depth), SCALE, ZERO)
        options = {"filter_height": reach[0], "filter_width": reach[1]}
        writer.op(kind, [x], [y], stride_h=step[0], stride_w=step[1], padding=padding, **options)

    return write


def _of_two(kind: str) -> Writer:
    """Sums, differences and products of two tensors of one shape."""

    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = image(rng)
        x = writer.input(shape, scale(rng), -128)
        z = writer.input(shape, scale(rng), int(rng.integers(-60, 60)))
        rectified = rng.random() < 0.7
        zero = -128 if rectified and rng.random() < 0.6 else int(rng.integers(-60, 60))
        y = writer.output(shape, scale(rng, 0.04, 0.08), zero)
        activation = "RELU" if rectified else "NONE"
        options = {} if kind == "SQUARED_DIFFERENCE" else {"fused_activation_function": activation}
        writer.op(kind, [x, z], [y], **options)

    return write


def _by_channel(kind: str) -> Writer:
    """A tensor and one value for each channel."""

    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = image(rng)
        x = writer.input(shape, scale(rng), ZERO)
        values = writer.constant(rng.integers(-127, 128, shape[3:]).astype(np.int8), 0.02, 3)
        writer.op(kind, [x, values], [writer.output(shape, scale(rng), ZERO)])

    return write


def _extremes(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = image(rng)
        x, z = (writer.input(shape, SCALE, ZERO) for _ in range(2))
        writer.op(kind, [x, z], [writer.output(shape, SCALE, ZERO)])

    return write


def _function(kind: str, out: float, zero: int) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = image(rng)
        x = writer.input(shape, SCALE, ZERO)
        writer.op(kind, [x], [writer.output(shape, out, zero)])

    return write


def _row_function(kind: str, out: float, zero: int) -> Writer:
    """A function of all elements of a row: class scores, or a few rows."""

    def write(writer: ModelWriter, rng: Rng) -> None:
        sizes = [2, 3, 4, 6, 8, 10, 12, 16, 20, 35, 50, 100]
        shape = (int(rng.choice([1, 1, 1, 2, 4, 9])), int(rng.choice(sizes)))
        x = writer.input(shape, scale(rng, 0.05, 0.25), int(rng.integers(-30, 30)))
        options = {"beta": 1.0} if kind == "SOFTMAX" else {}
        writer.op(kind, [x], [writer.output(shape, out, zero)], **options)

    return write


def _reduction(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        shape = image(rng)
        axes = [(1, 2), (1, 2), (1,), (2,), (3,)][int(rng.integers(5))]
        if kind.startswith("REDUCE"):
            axes = axes[:1]
        kept = [length for axis, length in enumerate(shape) if axis not in axes]
        out = SCALE if kind.startswith("REDUCE") else 0.03
        x = writer.input(shape, SCALE, ZERO)
        y = writer.output(kept, out, ZERO)
        writer.op(kind, [x, ints(writer, *axes)], [y], keep_dims=False)

    return write


def _index_of_largest(writer: ModelWriter, rng: Rng) -> None:
    shape = (int(rng.integers(1, 20)), int(rng.integers(2, 60)))
    x = writer.input(shape, SCALE, ZERO)
    y = writer.output(shape[:1], dtype="int32")
    writer.op("ARG_MAX", [x, ints(writer, 1)], [y])


def _running_sum(writer: ModelWriter, rng: Rng) -> None:
    shape = image(rng, 12)
    x, y = writer.input(shape, SCALE, ZERO), writer.output(shape, 0.2, ZERO)
    axis = int(rng.integers(1, 4))
    writer.op("CUMSUM", [x, ints(writer, axis)], [y], exclusive=False, reverse=False)


def _sum_of_many(writer: ModelWriter, rng: Rng) -> None:
    shape = image(rng, 16)
    terms = [writer.input(shape, SCALE, ZERO) for _ in range(int(rng.integers(2, 5)))]
    writer.op("ADD_N", terms, [writer.output(shape, SCALE, ZERO)])


def _pad(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        area, depth = size(rng), channels(rng)
        borders = rng.integers(0, 3, 4)
        if kind == "MIRROR_PAD":
            borders = np.minimum(borders, [area[0] - 1] * 2 + [area[1] - 1] * 2)
        shape = (1, area[0] + borders[0] + borders[1], area[1] + borders[2] + borders[3], depth)
        x = writer.input((1, *area, depth), SCALE, ZERO)
        amounts = np.array([[0, 0], borders[:2], borders[2:], [0, 0]], np.int32)
        y = writer.output([int(n) for n in shape], SCALE, ZERO)
        options = {"mode": "REFLECT"} if kind == "MIRROR_PAD" else {}
        writer.op(kind, [x, writer.constant(amounts)], [y], **options)

    return write


def _concatenation(writer: ModelWriter, rng: Rng) -> None:
    area, parts = size(rng), [channels(rng) for _ in range(int(rng.choice([2, 2, 3])))]
    axis = int(rng.choice([1, 3, 3]))
    if axis == 1:
        parts = [parts[0]] * len(parts)
    given = [writer.input((1, *area, part), SCALE, ZERO) for part in parts]
    shape = (1, area[0] * len(parts), area[1], parts[0]) if axis == 1 else (1, *area, sum(parts))
    writer.op("CONCATENATION", given, [writer.output(shape, SCALE, ZERO)], axis=axis)


def _split(writer: ModelWriter, rng: Rng) -> None:
    area, parts, depth = size(rng), int(rng.choice([2, 3, 4])), channels(rng)
    x = writer.input((1, *area, parts * depth), SCALE, ZERO)
    ends = [writer.output((1, *area, depth), SCALE, ZERO) for _ in range(parts)]
    writer.op("SPLIT", [ints(writer, 3), x], ends, num_splits=parts)


def _transpose(writer: ModelWriter, rng: Rng) -> None:
    shape = image(rng)
    order = [(0, 3, 1, 2), (0, 2, 1, 3), (0, 2, 3, 1)][int(rng.integers(3))]
    x = writer.input(shape, SCALE, ZERO)
    y = writer.output([shape[axis] for axis in order], SCALE, ZERO)
    writer.op("TRANSPOSE", [x, ints(writer, *order)], [y])


def _slice(writer: ModelWriter, rng: Rng) -> None:
    shape = image(rng)
    sizes = [1, *(int(rng.integers(1, length + 1)) for length in shape[1:])]
    begin = [int(rng.integers(0, n - m + 1)) for n, m in zip(shape, sizes, strict=True)]
    x, y = writer.input(shape, SCALE, ZERO), writer.output(sizes, SCALE, ZERO)
    writer.op("SLICE", [x, ints(writer, *begin), ints(writer, *sizes)], [y])


def _flatten(writer: ModelWriter, rng: Rng) -> None:
    """A copy: of an input, as nothing need be done within a model."""
    shape = (1, 2, 2, int(rng.integers(1, 200)))
    x = writer.input(shape, SCALE, ZERO)
    y = writer.output((1, 4 * shape[3]), SCALE, ZERO)
    writer.op("RESHAPE", [x, ints(writer, 1, -1)], [y])


def _gather(writer: ModelWriter, rng: Rng) -> None:
    shape, count = image(rng, 12), int(rng.integers(1, 12))
    axis = int(rng.integers(1, 4))
    indices = ints(writer, *(int(i) for i in rng.integers(0, shape[axis], count)))
    out = [*shape[:axis], count, *shape[axis + 1 :]]
    x, y = writer.input(shape, SCALE, ZERO), writer.output(out, SCALE, ZERO)
    writer.op("GATHER", [x, indices], [y], axis=axis)


def _phases(writer: ModelWriter, rng: Rng) -> None:
    """To batches and back."""
    area, depth, block = size(rng, 8), channels(rng), int(rng.choice([2, 3]))
    shape = (1, block * area[0], block * area[1], depth)
    x, y = writer.input(shape, SCALE, ZERO), writer.output(shape, SCALE, ZERO)
    blocks, none = ints(writer, block, block), writer.constant(np.zeros((2, 2), np.int32))
    phases = writer.tensor((block * block, *area, depth), SCALE, ZERO)
    writer.op("SPACE_TO_BATCH_ND", [x, blocks, none], [phases])
    writer.op("BATCH_TO_SPACE_ND", [phases, blocks, none], [y])


def _choice(writer: ModelWriter, rng: Rng) -> None:
    """The larger of two, by a comparison."""
    shape = image(rng, 16)
    x, z = (writer.input(shape, SCALE, ZERO) for _ in range(2))
    larger = writer.tensor(shape, dtype="bool")
    kind = str(rng.choice(["GREATER", "LESS", "EQUAL"]))
    writer.op(kind, [x, z], [larger])
    writer.op("SELECT_V2", [larger, x, z], [writer.output(shape, SCALE, ZERO)])


def _resize(kind: str) -> Writer:
    def write(writer: ModelWriter, rng: Rng) -> None:
        area, depth = size(rng, 16), channels(rng)
        x = writer.input((1, *area, depth), SCALE, ZERO)
        y = writer.output((1, 2 * area[0], 2 * area[1], depth), SCALE, ZERO)
        lengths = ints(writer, *(2 * n for n in area))
        writer.op(kind, [x, lengths], [y], half_pixel_centers=True)

    return write


OTHERS: tuple[Writer, ...] = (
    _pool("MAX_POOL_2D"),
    _pool("AVERAGE_POOL_2D"),
    *(_of_two(kind) for kind in ("ADD", "SUB", "MUL", "SQUARED_DIFFERENCE")),
    *(_by_channel(kind) for kind in ("ADD", "PRELU", "DIV")),
    *(_reduction(kind) for kind in ("MEAN", "SUM", "REDUCE_MAX", "REDUCE_MIN")),
    _extremes("MAXIMUM"),
    _function("LOGISTIC", 1 / 256, -128),
    _function("RELU", 0.04, -128),
    _row_function("SOFTMAX", 1 / 256, -128),
    _row_function("LOG_SOFTMAX", 1 / 16, 127),
    _row_function("L2_NORMALIZATION", 1 / 128, 0),
    _index_of_largest,
    _running_sum,
    _sum_of_many,
    _pad("PAD"),
    _pad("MIRROR_PAD"),
    _concatenation,
    _split,
    _transpose,
    _slice,
    _flatten,
    _gather,
    _phases,
    _choice,
    _resize("RESIZE_NEAREST_NEIGHBOR"),
    _resize("RESIZE_BILINEAR"),
)
