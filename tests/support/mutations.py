"""Models that are wrong in one or a few places, in ways that a converter or a bit error may do."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.reader import read_model
from neurio_gen.compiler.shapes.table import RULES
from neurio_gen.errors import ModelError
from tests.support.model_bytes import OperatorRecord
from tests.support.model_parts import Parts, has_option

_NUMBERS = (
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
_SCALES = (0.0, 1e-38, 1e-10, 0.001, 1 / 256, 1 / 128, 2**-15, 0.1, 1.0, 100.0, 1e10, 3e38)
_REALS = (0.0, -0.5, 1e-30, 0.01, 0.99, 1.0, 3.5, 1e30, float("inf"), float("nan"))
_CHOICES: dict[str, tuple[str, ...]] = {
    "padding": ("SAME", "VALID"),
    "mode": ("REFLECT", "SYMMETRIC"),
    "fused_activation_function": ("NONE", "RELU", "RELU6", "RELU_N1_TO_1", "TANH", "SIGN_BIT"),
    "weights_format": ("DEFAULT", "SHUFFLED4x16INT8"),
}
_NAMES = ("", "*/", "a\nint x;", "??/", "\\", "\u2028", "x" * 5000, "//", '"', "%s{{1}}", "\x1b[2J")


class RefusedError(Exception):
    """FlatBuffers cannot hold what was drawn."""


def mutated(parts: Parts, seed: int) -> bytes:
    """A file with one to three changes. Raises RefusedError where there is no such file."""
    random = Random(seed)
    changed = Parts(*(list(field) for field in vars(parts).values()))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(_MUTATIONS)(random, changed)
    try:
        content = changed.bytes()
        if random.random() < 0.5:
            repair(changed, content)
            content = changed.bytes()
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError, struct.error) as error:
        raise RefusedError from error
    if random.random() < 0.1:
        content = with_flipped_bytes(content, random)
    return content


def with_flipped_bytes(content: bytes, random: Random) -> bytes:
    """A few bytes become others, most of them where headers are: at both ends."""
    flipped = bytearray(content)
    for _ in range(random.randint(1, 4)):
        span = len(flipped) if random.random() < 0.3 else min(2000, len(flipped))
        position = random.randrange(span)
        if random.random() < 0.5:
            position = len(flipped) - 1 - position
        flipped[position] = random.choice((0, 1, 255, random.randrange(256)))
    return bytes(flipped)


def repair(parts: Parts, content: bytes) -> None:
    """Gives outputs the shapes that the rules ask for, so that the model goes further."""
    try:
        graph = read_model(content, "model")
        for operator in graph.operators:
            rule = RULES.get(operator.kind)
            if rule is None:
                continue
            tensors = list(graph.tensors)
            for i, shape in zip(
                operator.outputs, rule.shapes(Site(graph, operator, 0)), strict=False
            ):
                if shape is not None:
                    tensors[i] = replace(tensors[i], shape=shape)
                    parts.tensors[i] = replace(parts.tensors[i], shape=shape)
            graph = replace(graph, tensors=tuple(tensors))
    except (ModelError, ValueError, LookupError, TypeError, ArithmeticError, MemoryError):
        return


def _a_tensor(random: Random, parts: Parts) -> int:
    return random.randrange(len(parts.tensors))


def _change(parts: Parts, index: int, **fields: Any) -> None:
    parts.tensors[index] = replace(parts.tensors[index], **fields)


def _size(random: Random, size: int) -> int:
    return random.choice((size + 1, max(size - 1, 0), 2 * size, size // 2, *_NUMBERS))


def _resize_axis(random: Random, parts: Parts) -> None:
    index = _a_tensor(random, parts)
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
    index = _a_tensor(random, parts)
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
    _change(parts, _a_tensor(random, parts), dtype=dtype)


def _requantise(random: Random, parts: Parts) -> None:
    index = _a_tensor(random, parts)
    tensor = parts.tensors[index]
    scales, points, axis = tensor.scales, tensor.zero_points, tensor.axis
    change = random.choice(("scale", "ratio", "point", "axis", "count", "none"))
    if change == "scale" and scales:
        scales = (*scales[:-1], random.choice(_SCALES))
    elif change == "ratio" and scales:
        scales = tuple(scale * random.choice((0.25, 0.5, 2.0, 3.0, 100.0)) for scale in scales)
    elif change == "point" and points:
        points = (*points[:-1], random.choice((-129, -128, 127, 128, 255, *_NUMBERS)))
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
        value = random.choice((int(values[position]) + 1, int(values[position]) - 1, *_NUMBERS))
        values[position] = min(max(value, limits.min), limits.max)
    parts.buffers[tensor.buffer] = values.tobytes()


def _buffer(random: Random, parts: Parts) -> None:
    _change(parts, _a_tensor(random, parts), buffer=random.randint(0, len(parts.buffers)))


def _option(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    operator = parts.operators[index]
    if not operator.options:
        return
    name = random.choice(sorted(operator.options))
    options = dict(operator.options)
    value = options.pop(name)
    if random.random() < 0.9:
        options[name] = _other(random, name, value)
    parts.operators[index] = replace(operator, options=options)


def _other(random: Random, name: str, value: Any) -> Any:
    if name in _CHOICES:
        return random.choice(_CHOICES[name])
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return random.choice(_REALS)
    if isinstance(value, int):
        return random.choice((value + 1, value - 1, value * 2, *_NUMBERS))
    return (*value, random.choice(_NUMBERS)) if random.random() < 0.5 else value[:-1]


def _kind(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    operator = parts.operators[index]
    kind = random.choice(sorted(RULES))
    options = {k: v for k, v in operator.options.items() if has_option(kind, k)}
    parts.operators[index] = replace(operator, kind=kind, options=options)


def _wiring(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    operator = parts.operators[index]
    role = random.choice(("inputs", "inputs", "outputs"))
    ids = list(getattr(operator, role))
    change = random.choice(("drop", "add", "absent", "other", "swap"))
    if change == "drop" and ids:
        ids.pop(random.randrange(len(ids)))
    elif change == "add":
        ids.insert(random.randint(0, len(ids)), _a_tensor(random, parts))
    elif change == "absent" and ids:
        ids[random.randrange(len(ids))] = -1
    elif change == "other" and ids:
        ids[random.randrange(len(ids))] = random.choice((_a_tensor(random, parts), *_NUMBERS))
    else:
        random.shuffle(ids)
    parts.operators[index] = OperatorRecord(
        operator.kind,
        tuple(ids) if role == "inputs" else operator.inputs,
        tuple(ids) if role == "outputs" else operator.outputs,
        operator.options,
    )


def _ports(random: Random, parts: Parts) -> None:
    ids = random.choice((parts.inputs, parts.outputs))
    if ids and random.random() < 0.3:
        ids.pop(random.randrange(len(ids)))
    else:
        ids.insert(random.randint(0, len(ids)), _a_tensor(random, parts))


def _order(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    if random.random() < 0.5:
        random.shuffle(parts.operators)
    elif random.random() < 0.5:
        parts.operators.append(parts.operators[index])
    elif len(parts.operators) > 1:
        parts.operators.pop(index)


def _name(random: Random, parts: Parts) -> None:
    _change(parts, _a_tensor(random, parts), name=random.choice(_NAMES))


_MUTATIONS: tuple[Callable[[Random, Parts], None], ...] = (
    *(_resize_axis, _resize_computed, _resize_computed, _reshape, _retype, _requantise),
    *(_requantise, _contents, _contents, _buffer, _option, _option, _option, _kind, _wiring),
    *(_wiring, _ports, _order, _name),
)
