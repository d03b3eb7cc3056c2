"""Inputs to compare outputs on: seeded, of several kinds, so that not all of them saturate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.harness.workload import Array

TIMED_PERIOD = 251
"""Elements after which a timed input repeats: prime, so that rows and channels differ."""

_RANDOM_WIDTHS = (8.0, 24.0, 64.0)


@dataclass(frozen=True, eq=False)
class Sample:
    """One set of inputs, with its number and the kind of values it holds."""

    index: int
    kind: str
    arrays: tuple[Array, ...]


def samples(
    tensors: Sequence[Tensor], count: int, seed: int, period: int | None = None
) -> Iterator[Sample]:
    """`count` samples for inputs of these shapes, types and quantisation.

    The kinds take turns: values of the whole range, normal ones about the zero point of several
    widths, and once each all lowest, all highest, all zero point, and lowest and highest mixed.
    Sample i depends on `seed`, i and `period` only, the number of elements after which each array
    repeats: such inputs are loaded faster. None repeats nothing.
    """
    for index in range(count):
        kind, fill = _KINDS[index] if index < len(_KINDS) else _KINDS[index % _REPEATED]
        random = np.random.default_rng((seed, index))
        arrays = tuple(_repeated(fill(tensor, random), period) for tensor in tensors)
        yield Sample(index, kind, arrays)


def _repeated(array: Array, period: int | None) -> Array:
    return array if period is None else np.resize(array.reshape(-1)[:period], array.shape)


def _limits(tensor: Tensor) -> tuple[int, int]:
    if tensor.dtype in (DType.INT8, DType.UINT8, DType.INT16):
        info = np.iinfo(tensor.dtype.value)
        return int(info.min), int(info.max)
    return (0, 1) if tensor.dtype is DType.BOOL else (-8, 8)


def _zero(tensor: Tensor) -> int:
    quantised = tensor.quantisation is not None and tensor.dtype is not DType.FLOAT32
    return tensor.quantisation.zero_point if quantised and tensor.quantisation else 0


def _uniform(tensor: Tensor, random: np.random.Generator) -> Array:
    low, high = _limits(tensor)
    if tensor.dtype is DType.FLOAT32:
        return random.uniform(low, high, tensor.shape).astype(np.float32)
    return random.integers(low, high + 1, tensor.shape).astype(tensor.dtype.value)


def _normal(tensor: Tensor, random: np.random.Generator) -> Array:
    low, high = _limits(tensor)
    width = float(random.choice(_RANDOM_WIDTHS)) * (high - low) / 255
    values = random.normal(_zero(tensor), width, tensor.shape)
    if tensor.dtype is not DType.FLOAT32:
        values = np.rint(values)
    return np.clip(values, low, high).astype(tensor.dtype.value)


def _constant(choose: Callable[[Tensor], int]) -> Callable[[Tensor, np.random.Generator], Array]:
    return lambda tensor, _: np.full(tensor.shape, choose(tensor), tensor.dtype.value)


def _extremes(tensor: Tensor, random: np.random.Generator) -> Array:
    return random.choice(_limits(tensor), tensor.shape).astype(tensor.dtype.value)


_REPEATED = 2
_KINDS: tuple[tuple[str, Callable[[Tensor, np.random.Generator], Array]], ...] = (
    ("uniform", _uniform),
    ("normal", _normal),
    ("lowest", _constant(lambda tensor: _limits(tensor)[0])),
    ("highest", _constant(lambda tensor: _limits(tensor)[1])),
    ("zero point", _constant(_zero)),
    ("extremes", _extremes),
)
