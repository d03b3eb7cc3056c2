"""Changes to one tensor of a model: shape, type, quantisation, contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from neurio_gen.compiler.graph import DType
from tests.support.model_parts import Parts

NUMBERS = (
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    16,
    64,
    127,
    255,
    -1,
    -2,
    -128,
    1000,
    65536,
    2**31 - 1,
    -(2**31),
)
"""What sizes, options and ids are replaced with."""
_SCALES = (0.0, 1e-38, 1e-10, 0.001, 1 / 256, 1 / 128, 2**-15, 0.1, 1.0, 100.0, 1e10, 3e38)
_NAMES = ("", "*/", "a\nint x;", "??/", "\\", "\u2028", "x" * 5000, "//", '"', "%s{{1}}", "\x1b[2J")


def a_tensor(random: Random, parts: Parts) -> int:
    """The index of any tensor."""
    return random.randrange(len(parts.tensors))


def _change(parts: Parts, index: int, **fields: Any) -> None:
    parts.tensors[index] = replace(parts.tensors[index], **fields)


def _size(random: Random, size: int) -> int:
    return random.choice((size + 1, max(size - 1, 0), 2 * size, size // 2, *NUMBERS))


def _resize_axis(random: Random, parts: Parts) -> None:
    index = a_tensor(random, parts)
    shape = list(parts.tensors[index].shape)
    if shape:
        axis = random.randrange(len(shape))
        shape[axis] = _size(random, shape[axis])
        _change(parts, index, shape=tuple(shape))


def _resize_computed(random: Random, parts: Parts) -> None:
    """A small change to a tensor without contents: most likely to go far."""
    free = [i for i, tensor in enumerate(parts.tensors) if not tensor.buffer and tensor.shape]
    if free:
        index = random.choice(free)
        shape = list(parts.tensors[index].shape)
        axis = random.randrange(len(shape))
        shape[axis] = max(1, shape[axis] + random.choice((-3, -2, -1, 1, 2, 3, 8)))
        _change(parts, index, shape=tuple(shape))


def _reshape(random: Random, parts: Parts) -> None:
    index = a_tensor(random, parts)
    shape = list(parts.tensors[index].shape)
    change = random.choice(("add", "drop", "shuffle", "copy"))
    if change == "add":
        shape.insert(random.randint(0, len(shape)), random.choice((1, 1, 2, 3)))
    elif change == "drop" and shape:
        shape.pop(random.randrange(len(shape)))
    elif change == "shuffle":
        random.shuffle(shape)
    else:
        shape = list(random.choice(parts.tensors).shape)
    _change(parts, index, shape=tuple(shape))


def _retype(random: Random, parts: Parts) -> None:
    dtype = random.choice([dtype.value for dtype in DType])
    _change(parts, a_tensor(random, parts), dtype=dtype)


def _requantise(random: Random, parts: Parts) -> None:
    index = a_tensor(random, parts)
    tensor = parts.tensors[index]
    scales, points, axis = tensor.scales, tensor.zero_points, tensor.axis
    change = random.choice(("scale", "ratio", "point", "axis", "count", "none"))
    if change == "scale" and scales:
        scales = (*scales[:-1], random.choice(_SCALES))
    elif change == "ratio" and scales:
        scales = tuple(scale * random.choice((0.25, 0.5, 2.0, 3.0, 100.0)) for scale in scales)
    elif change == "point" and points:
        points = (*points[:-1], random.choice((-129, -128, 127, 128, 255, *NUMBERS)))
    elif change == "axis":
        axis = random.choice((-1, 0, 1, 2, 3, 4, 100))
    elif change == "count":
        count = random.choice((1, 2, 3, 4, 5, 8))
        scales = tuple(random.choice(_SCALES[3:9]) for _ in range(count))
        points = (0,) * random.choice((count, 1, 0, 2))
    else:
        scales, points = (), ()
    _change(parts, index, scales=scales, zero_points=points, axis=axis)


def _contents(random: Random, parts: Parts) -> None:
    known = range(1, len(parts.buffers))
    constants = [i for i, tensor in enumerate(parts.tensors) if tensor.buffer in known]
    if not constants:
        return
    tensor = parts.tensors[random.choice(constants)]
    data = parts.buffers[tensor.buffer]
    change = random.choice(("element", "element", "element", "extremes", "length"))
    if change == "length":
        parts.buffers[tensor.buffer] = random.choice((data[:-1], data[: len(data) // 2], data * 2))
        return
    try:
        values = np.frombuffer(data, tensor.dtype).copy()
    except ValueError:
        return
    if values.size == 0 or values.dtype.kind not in "iu":
        return
    limits = np.iinfo(values.dtype)
    if change == "extremes":
        values[:] = random.choice((limits.min, limits.max, 0))
    else:
        position = random.randrange(values.size)
        value = random.choice((int(values[position]) + 1, int(values[position]) - 1, *NUMBERS))
        values[position] = min(max(value, limits.min), limits.max)
    parts.buffers[tensor.buffer] = values.tobytes()


def _buffer(random: Random, parts: Parts) -> None:
    _change(parts, a_tensor(random, parts), buffer=random.randint(0, len(parts.buffers)))


def _name(random: Random, parts: Parts) -> None:
    _change(parts, a_tensor(random, parts), name=random.choice(_NAMES))


MUTATIONS: tuple[Callable[[Random, Parts], None], ...] = (
    *(_resize_axis, _resize_computed, _resize_computed, _reshape, _retype, _requantise),
    *(_requantise, _contents, _contents, _buffer, _name),
)
