"""What random layers are drawn from: sizes and channels that small networks have."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tests.support.model_writer import ModelWriter

Rng = np.random.Generator
Writer = Callable[[ModelWriter, Rng], None]
"""Adds a layer that is drawn at random, with inputs and outputs of its own."""

SCALE, ZERO = 0.05, -7
"""Of codes where nothing depends on them."""


class Fed(ModelWriter):
    """A model whose layers are fed with few pixels, repeated: the line to a board is slow."""

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
        short = super().input((shape[0], 2, 2, shape[3]), scale, zero_point, dtype)
        shaped = self.tensor(shape, scale, zero_point, dtype)
        size = self.constant(np.array(shape[1:3], np.int32))
        self.op("RESIZE_NEAREST_NEIGHBOR", [short, size], [shaped])
        return shaped


def window(rng: Rng) -> tuple[int, int]:
    """Rows and columns of a window, those of 3x3 more often."""
    windows = [(3, 3), (3, 3), (3, 3), (3, 3), (5, 5), (2, 2), (1, 3), (3, 1), (4, 4), (10, 4)]
    windows += [(7, 7), (2, 5)]
    return windows[int(rng.integers(len(windows)))]


def channels(rng: Rng, others: tuple[int, ...] = ()) -> int:
    """A number of channels, or now and then one of `others`."""
    usual = (4, 8, 8, 12, 16, 16, 20, 24, 32, 32, 40, 48, 64, 96, 128)
    odd = (1, 2, 3, 5, 6, 7, 10, 14, 18)
    among = others if others and rng.random() < 0.35 else odd if rng.random() < 0.15 else usual
    return int(rng.choice(among))


def size(rng: Rng, most: int = 24) -> tuple[int, int]:
    """Height and width: mostly square."""
    height = int(rng.integers(1, most + 1))
    return (height, height) if rng.random() < 0.7 else (height, int(rng.integers(1, most + 1)))


def image(rng: Rng, most: int = 24) -> tuple[int, int, int, int]:
    """The shape of an image: one, height, width, channels."""
    return (1, *size(rng, most), channels(rng))


def scale(rng: Rng, least: float = 0.02, most: float = 0.06) -> float:
    """A scale of codes."""
    return float(rng.uniform(least, most))


def ints(writer: ModelWriter, *values: int) -> int:
    """A constant of indices or sizes."""
    return writer.constant(np.array(values, np.int32))
