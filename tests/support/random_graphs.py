"""Models of several operators at random, with branches: what passes fuse and memory is shared by.

Tensors are read once, often, or never; some are outputs, too. Few quantisations are in use, so that
neighbours often have the same: then activations, paddings and joins can go into others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.support.cases import Array
from tests.support.model_writer import ModelWriter

_MOST_ELEMENTS = 3000
_MOST_OUTPUTS = 12
_ACTIVATIONS = ("NONE", "NONE", "RELU", "RELU6", "RELU_N1_TO_1")


@dataclass(frozen=True)
class _Tensor:
    number: int
    shape: tuple[int, ...]
    scale: float
    zero_point: int

    @property
    def quantisation(self) -> tuple[float, int]:
        return self.scale, self.zero_point


def random_graph(seed: int) -> bytes:
    """A .tflite of one to twelve operators on int8."""
    graph = _Graph(np.random.default_rng(seed))
    for _ in range(graph.below(12) + 1):
        graph.grow()
    return graph.bytes()


@dataclass
class _Graph:
    random: np.random.Generator
    writer: ModelWriter = field(default_factory=ModelWriter)
    tensors: list[_Tensor] = field(default_factory=list)
    read: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        points = (-128, 127, 0, self.below(256) - 128)
        self._kinds = [(float(self.random.uniform(0.01, 0.2)), self.choose(points)) for _ in "ab"]
        for _ in range(self.below(2) + 1):
            shape = (1, *(self.below(7) + 1 for _ in "hw"), self.choose((1, 3, 4, 8, 12)))
            self._add(self.writer.input(shape, *(kind := self._kind())), shape, kind)
        self._inputs = list(self.tensors)

    def below(self, end: int) -> int:
        return int(self.random.integers(end))

    def choose(self, among: Any) -> Any:
        return among[self.below(len(among))]

    def grow(self) -> None:
        """One operator more, or two; none where what was drawn does not go together."""
        kinds: tuple[Callable[[_Tensor], None], ...] = (
            *(self._weighted,) * 4,
            *(self._sum,) * 3,
            *(self._activation,) * 2,
            *(self._join, self._cut, self._pad, self._pool, self._turn, self._mean),
        )
        source = self.tensors[-1 - min(int(self.random.geometric(0.4)), len(self.tensors)) + 1]
        self.choose(kinds)(source)

    def bytes(self) -> bytes:
        ends = [t.number for t in self.tensors if t.number not in self.read]
        others = [t.number for t in self.tensors if t.number in self.read and not self.below(6)]
        self.writer.returns(*(ends + others)[:_MOST_OUTPUTS])
        return self.writer.bytes()

    def _kind(self) -> tuple[float, int]:
        kind: tuple[float, int] = self.choose(self._kinds)
        return kind

    def _add(self, number: int, shape: tuple[int, ...], kind: tuple[float, int]) -> None:
        self.tensors.append(_Tensor(number, shape, *kind))

    def _op(
        self,
        name: str,
        sources: list[_Tensor],
        shape: tuple[int, ...],
        kind: tuple[float, int],
        *constants: int,
        **options: Any,
    ) -> None:
        if np.prod(shape) > _MOST_ELEMENTS:
            return
        self.read |= {source.number for source in sources}
        output = self.writer.tensor(shape, *kind)
        inputs = [*(source.number for source in sources), *constants]
        self.writer.op(name, inputs, [output], **options)
        self._add(output, shape, kind)

    def _ints(self, values: Any) -> int:
        return self.writer.constant(np.array(values, np.int32))

    def _weights(self, shape: tuple[int, ...], axis: int) -> Array:
        """Some filters are zeros, at times: their channels are constant."""
        weights = self.random.integers(-127, 128, shape).astype(np.int8)
        if self.below(3) == 0:
            kept = self.random.random(shape[axis]) < 0.6
            weights = np.moveaxis(np.moveaxis(weights, axis, -1) * kept, -1, axis).astype(np.int8)
        return weights

    def _weighted(self, x: _Tensor) -> None:
        """A convolution, plain or depthwise, of the image as it is."""
        _, height, width, depth = x.shape
        depthwise, size = bool(self.below(2)), self.choose((1, 2, 3))
        stride = self.choose((1, 1, 2))
        padding = "SAME" if min(height, width) < size else self.choose(("SAME", "VALID"))
        room = 0 if padding == "SAME" else size - 1
        image = tuple(-(-(length - room) // stride) for length in (height, width))
        filters = depth if depthwise else self.choose((1, 3, 4, 8, 13))
        axis = 3 if depthwise else 0
        shape = (1, size, size, depth) if depthwise else (filters, size, size, depth)
        kind = self._kind()
        scales = (self.random.uniform(0.2, 1, filters) * kind[0] / x.scale / 500).tolist()
        weights = self.writer.constant(self._weights(shape, axis), scales, axis=axis)
        bias = self._ints(self.random.integers(-2000, 2000, filters))
        self._op(
            "DEPTHWISE_CONV_2D" if depthwise else "CONV_2D",
            [x],
            (x.shape[0], *image, filters),
            kind,
            weights,
            bias,
            padding=padding,
            stride_h=stride,
            stride_w=stride,
            fused_activation_function=self.choose(_ACTIVATIONS),
            **({"depth_multiplier": 1} if depthwise else {}),
        )

    def _sum(self, x: _Tensor) -> None:
        """Of two tensors of a shape, which may be one and the same."""
        other = self.choose([t for t in self.tensors if t.shape == x.shape])
        options = {"fused_activation_function": self.choose(_ACTIVATIONS)}
        self._op(self.choose(("ADD", "SUB", "MUL")), [x, other], x.shape, self._kind(), **options)

    def _activation(self, x: _Tensor) -> None:
        kind = x.quantisation if self.below(3) else self._kind()
        self._op(self.choose(("RELU", "RELU6", "QUANTIZE")), [x], x.shape, kind)

    def _join(self, x: _Tensor) -> None:
        """Along the channels, the same tensor twice at times."""
        alike = [t for t in self.tensors if t.shape == x.shape and t.quantisation == x.quantisation]
        parts = [x, self.choose(alike)]
        shape = (*x.shape[:3], 2 * x.shape[3])
        self._op("CONCATENATION", parts, shape, x.quantisation, axis=self.choose((3, -1)))

    def _cut(self, x: _Tensor) -> None:
        """Both halves of the channels; the second may stay unread."""
        if x.shape[3] % 2:
            return
        shape = (*x.shape[:3], x.shape[3] // 2)
        outputs = [self.writer.tensor(shape, *x.quantisation) for _ in range(2)]
        self.read.add(x.number)
        self.writer.op("SPLIT", [self._ints([3]), x.number], outputs, num_splits=2)
        for output in outputs:
            self._add(output, shape, x.quantisation)

    def _pad(self, x: _Tensor) -> None:
        """And a convolution behind it."""
        amounts = self.random.integers(0, 3, (2, 2))
        shape = (1, *(n + int(a.sum()) for n, a in zip(x.shape[1:3], amounts, strict=True)))
        paddings = self._ints([[0, 0], *amounts, [0, 0]])
        self._op("PAD", [x], (*shape, x.shape[3]), x.quantisation, paddings)
        self._weighted(self.tensors[-1])

    def _pool(self, x: _Tensor) -> None:
        shape = (1, *(-(-n // 2) for n in x.shape[1:3]), x.shape[3])
        kind = self.choose(("AVERAGE_POOL_2D", "MAX_POOL_2D"))
        window = {"filter_height": 3, "filter_width": 2, "stride_h": 2, "stride_w": 2}
        self._op(kind, [x], shape, x.quantisation, padding="SAME", **window)

    def _turn(self, x: _Tensor) -> None:
        """Rows for columns, by a copy or a view."""
        shape = (1, x.shape[2], x.shape[1], x.shape[3])
        name, values = self.choose((("TRANSPOSE", (0, 2, 1, 3)), ("RESHAPE", shape)))
        self._op(name, [x], shape, x.quantisation, self._ints(values))

    def _mean(self, x: _Tensor) -> None:
        shape = (1, 1, 1, x.shape[3])
        axes = self._ints(self.choose(([1, 2], [-2, 1], [-3, -2])))
        self._op("MEAN", [x], shape, self._kind(), axes, keep_dims=True)
