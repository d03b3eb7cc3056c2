"""Benchmarks as a grid: layers down, configurations across."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DIMENSIONS = re.compile(r"([a-z]+?)(\d+d)")
_PARAMETER = re.compile(r"([a-z]+)\d+")


@dataclass(frozen=True)
class Place:
    """Where a benchmark stands: its layer, and what tells it from others of that layer."""

    layer: str
    configuration: str


@dataclass(frozen=True)
class Grid:
    """Benchmarks of a suite by layer; rows may differ in length."""

    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Each layer with its (configuration, benchmark) pairs."""

    @property
    def columns(self) -> int:
        """The number of configurations of the layer with the most."""
        return max((len(cells) for _, cells in self.rows), default=0)

    @property
    def is_grid(self) -> bool:
        """Whether there is more than a list in it."""
        return len(self.rows) > 1 and self.columns > 1


def place_of(name: str) -> Place:
    """`conv2d-f32-s1` is configuration `f32 s1` of `conv2d f s`: its parameters tell layers apart.

    `batchnorm3d` is `3d` of `batchnorm`; a word alone, such as `relu`, has no layer of its own.
    """
    first, *rest = name.split("-")
    if not rest:
        match = _DIMENSIONS.fullmatch(first)
        return Place(match[1], match[2]) if match else Place("", name)
    parameters = [match[1] for part in rest if (match := _PARAMETER.fullmatch(part))]
    return Place(" ".join((first, *parameters)), " ".join(rest))


def grid_of(benchmarks: Iterable[str]) -> Grid:
    """The grid of benchmark ids, rows and cells in the order they come in."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for benchmark in benchmarks:
        place = place_of(benchmark.rpartition("/")[2])
        rows.setdefault(place.layer or "element-wise", []).append((place.configuration, benchmark))
    return Grid(tuple((_title(layer, cells), tuple(cells)) for layer, cells in rows.items()))


def _title(layer: str, cells: Sequence[tuple[str, str]]) -> str:
    """The layer without its parameters' letters, which the cells show."""
    return layer if layer == "element-wise" or not cells else layer.split(" ", maxsplit=1)[0]
