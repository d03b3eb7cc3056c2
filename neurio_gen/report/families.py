"""Benchmarks as a grid: layers down, configurations across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neurio_gen.benchmarks.facts import ChartPlace, place_by_name

_FULL = 0.6
"""A map of which less than this part has something in it is mostly paper."""


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
        """Whether there is more than a list in it, and most of its places are taken."""
        taken = sum(len(cells) for _, cells in self.rows)
        places = len(self.rows) * self.columns
        return len(self.rows) > 1 and self.columns > 1 and taken >= _FULL * places


def grid_of(benchmarks: Iterable[str], places: Mapping[str, ChartPlace] | None = None) -> Grid:
    """The grid of benchmark ids, rows and cells in the order they come in.

    `places` are those that the suite has stated; without one the name tells it.
    """
    rows: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    for benchmark in benchmarks:
        place = (places or {}).get(benchmark) or place_by_name(benchmark.rpartition("/")[2])
        titles[place.row] = place.title
        rows.setdefault(place.row, []).append((place.cell, benchmark))
    return Grid(tuple((titles[row], tuple(cells)) for row, cells in rows.items()))
