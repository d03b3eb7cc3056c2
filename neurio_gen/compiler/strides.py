"""How tensors are walked: shapes and strides, with axes merged where one step serves for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

WALK_AXES = 5
"""Axes of a walk in the firmware (kernels/common/walk.h)."""


@dataclass(frozen=True)
class Walk:
    """`shape` is visited in C order; `strides[i]` are operand i's steps along each axis."""

    shape: tuple[int, ...]
    strides: tuple[tuple[int, ...], ...]

    def merged(self) -> Walk:
        """The same visits with as few axes as possible, at least one."""
        shape: list[int] = []
        strides: list[list[int]] = [[] for _ in self.strides]
        for axis, size in enumerate(self.shape):
            if size == 1:
                continue
            steps = [operand[axis] for operand in self.strides]
            if shape and all(
                operand[-1] == step * size for operand, step in zip(strides, steps, strict=True)
            ):
                shape[-1] *= size
                for operand, step in zip(strides, steps, strict=True):
                    operand[-1] = step
                continue
            shape.append(size)
            for operand, step in zip(strides, steps, strict=True):
                operand.append(step)
        if not shape:
            return Walk((1,), tuple((0,) for _ in self.strides))
        return Walk(tuple(shape), tuple(tuple(operand) for operand in strides))

    def padded(self, axes: int = WALK_AXES) -> Walk:
        """The same visits with exactly `axes` axes, those added in front having one element."""
        missing = axes - len(self.shape)
        assert missing >= 0
        strides = tuple((0,) * missing + operand for operand in self.strides)
        return Walk((1,) * missing + self.shape, strides)


def contiguous(shape: Sequence[int]) -> tuple[int, ...]:
    """Strides, in elements, of a tensor in C order."""
    return tuple(prod(shape[axis + 1 :]) for axis in range(len(shape)))


def repeated(shape: Sequence[int], result: Sequence[int]) -> tuple[int, ...]:
    """Strides of a tensor that is broadcast to the shape `result`: 0 along repeated axes."""
    missing = len(result) - len(shape)
    strides = [
        0 if size == 1 and wanted != 1 else step
        for size, wanted, step in zip(shape, result[missing:], contiguous(shape), strict=True)
    ]
    return (0,) * missing + tuple(strides)


def broadcast_shape(left: Sequence[int], right: Sequence[int]) -> tuple[int, ...] | None:
    """The shape that two tensors are broadcast to, or None where they do not fit together."""
    rank = max(len(left), len(right))
    left_sizes, right_sizes = ((1,) * (rank - len(s)) + tuple(s) for s in (left, right))
    result = []
    for a, b in zip(left_sizes, right_sizes, strict=True):
        if a != b and 1 not in (a, b):
            return None
        result.append(b if a == 1 else a)
    return tuple(result)


def broadcast_walk(left: Sequence[int], right: Sequence[int], result: Sequence[int]) -> Walk:
    """The walk over a broadcast result and both of its sources, in elements, merged."""
    return Walk(tuple(result), (repeated(left, result), repeated(right, result))).merged()
