"""Operators that TFLite Micro runs on tensors of five and six axes, against the oracle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter

_FIVE, _SIX = (2, 3, 2, 4, 3), (2, 2, 3, 2, 2, 3)
_TYPES = {"int8": (0.05, -7, "int8"), "float32": (None, 0, "float32")}


class _Fan(ModelWriter):
    """Operators that read one input; the axes of another one are repeated in turns."""

    def __init__(self, shape: tuple[int, ...], dtype: str) -> None:
        super().__init__()
        self.kind = _TYPES[dtype]
        self.shape = shape
        self.source = self.input(shape, *self.kind)
        self.narrow = tuple(1 if i % 2 else size for i, size in enumerate(shape))
        self.other = self.input(self.narrow, *self.kind)

    def add(self, name: str, shape: tuple[int, ...], *inputs: int, **options: Any) -> None:
        self.op(name, [self.source, *inputs], [self.output(shape, *self.kind)], **options)

    def ints(self, *values: Any) -> int:
        return self.constant(np.array(values, np.int32))


@pytest.mark.parametrize("dtype", _TYPES)
def test_five_axes(dtype: str) -> None:
    fan = _Fan(_FIVE, dtype)
    for kind in ("ADD", "MUL", "MAXIMUM", "SQUARED_DIFFERENCE"):
        fan.add(kind, _FIVE, fan.other)
    fan.add("TRANSPOSE", _FIVE[::-1], fan.ints(4, 3, 2, 1, 0))
    fan.add("SLICE", (1, 2, 1, 3, 2), fan.ints(1, 0, 1, 1, 0), fan.ints(1, 2, 1, 3, 2))
    paddings = fan.ints([1, 0], [0, 2], [1, 1], [2, 0], [0, 1])
    fan.add("PAD", (3, 5, 4, 6, 4), paddings)
    fan.add("MIRROR_PAD", (3, 5, 3, 6, 4), fan.ints([1, 0], [0, 2], [1, 0], [2, 0], [0, 1]))
    fan.add("CONCATENATION", (2, 3, 4, 4, 3), fan.source, axis=2)
    fan.add("REDUCE_MAX", (3, 4), fan.ints(0, 2, 4))
    matrices = fan.input((2, 3, 2, 3, 2), *fan.kind)
    fan.add("BATCH_MATMUL", (2, 3, 2, 4, 2), matrices)
    wide = fan.output(_FIVE, *fan.kind)
    fan.op("BROADCAST_TO", [fan.other, fan.ints(*_FIVE)], [wide])
    assert_exact(fan.bytes())


@pytest.mark.parametrize("dtype", _TYPES)
def test_six_axes(dtype: str) -> None:
    fan = _Fan(_SIX, dtype)
    for kind in ("ADD", "MUL", "DIV", "MINIMUM"):
        fan.add(kind, _SIX, fan.source)
    fan.add("MIRROR_PAD", (3, 2, 4, 2, 3, 5), fan.ints(*[[1, 0], [0, 0]] * 2, [1, 0], [0, 2]))
    fan.add("CONCATENATION", (2, 2, 6, 2, 2, 3), fan.source, axis=2)
    fan.add("CUMSUM", _SIX, fan.ints(2))
    fan.add("RESHAPE", (12, 12), fan.ints(12, 12))
    fan.op("UNPACK", [fan.source], [fan.output(_SIX[1:], *fan.kind) for _ in range(2)], num=2)
    assert_exact(fan.bytes())
