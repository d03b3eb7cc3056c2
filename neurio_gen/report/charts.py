"""Bars and heat maps of a report, as numbers: templates draw them with the page's own text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from neurio_gen.report.families import Grid

_LOGARITHMIC_FROM = 60
"""Values that differ by more than this factor get a logarithmic axis."""

_LONG = 32
"""A chart with more bars than this takes the whole width, in columns."""

Values = Mapping[str, Sequence[float | None]]
"""A value a bar, by the name of the series; None is no bar.

A series without any is left out, and keeps its colour for the charts where it has some.
"""


@dataclass(frozen=True)
class Part:
    """A piece of a bar: the number of its series, its length as a part of the longest bar's."""

    series: int
    length: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar of one part, or of several that stand behind each other; `text` is what it says."""

    parts: tuple[Part, ...]
    text: str


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, a group a label; the first label is at the top.

    Where `shared`, each label has a bar of one series only.
    Where `linear`, the axis is so whatever the values: lengths can be added up.
    Where `stacked`, the series of a label are parts of one bar.
    """

    kind: ClassVar[str] = "bars"
    title: str
    labels: Sequence[str]
    values: Values
    unit: str
    shared: bool = False
    linear: bool = False
    stacked: bool = False

    @property
    def logarithmic(self) -> bool:
        """Whether small values would be invisible beside large ones."""
        known = self._known()
        return not self.linear and bool(known) and max(known) > _LOGARITHMIC_FROM * min(known)

    @property
    def long(self) -> bool:
        """Whether it takes the whole width."""
        lanes = 1 if self.shared or self.stacked else sum(map(any, self.values.values()))
        return len(self.labels) * lanes > _LONG

    @property
    def count(self) -> int:
        """How many bars, or parts of bars, it has."""
        return len(self._known())

    @property
    def legend(self) -> tuple[tuple[int, str], ...]:
        """Number and name of each series that has a bar; empty where a name says nothing."""
        shown = tuple((at, name) for at, name in enumerate(self.values) if any(self.values[name]))
        return shown if len(shown) > 1 or (len(self.values) > 1 and not self.shared) else ()

    @property
    def decade(self) -> float:
        """How far a factor of ten is on a logarithmic axis, as a part of the longest bar."""
        return 1 / math.log10(max(self._known()) / self._low())

    def without_gaps(self) -> Bars:
        """The chart without labels that no series has a bar for: a logarithmic axis has no 0."""
        nothing = (None, 0) if self.logarithmic else (None,)
        kept = [
            index
            for index in range(len(self.labels))
            if any(values[index] not in nothing for values in self.values.values())
        ]
        return replace(
            self,
            labels=[self.labels[index] for index in kept],
            values={name: [all_[index] for index in kept] for name, all_ in self.values.items()},
        )

    def rows(self) -> Iterator[tuple[str, tuple[Bar, ...]]]:
        """Each label with its bars."""
        longest = max(self._wholes(), default=0) or 1
        for index, label in enumerate(self.labels):
            parts = [
                Part(at, self._length(value, longest), f"{name}: {short(value)}")
                for at, (name, values) in enumerate(self.values.items())
                if (value := values[index]) is not None
            ]
            known = [values[index] for values in self.values.values()]
            if self.stacked:
                yield label, (Bar(tuple(parts), short(sum(value or 0 for value in known))),)
            else:
                texts = [short(value) for value in known if value is not None]
                yield (
                    label,
                    tuple(Bar((part,), text) for part, text in zip(parts, texts, strict=True)),
                )

    def _length(self, value: float, longest: float) -> float:
        if not self.logarithmic:
            return value / longest
        low = self._low()
        return math.log(value / low) / math.log(longest / low) if value > low else 0.0

    def _known(self) -> list[float]:
        return [value for values in self.values.values() for value in values if value]

    def _wholes(self) -> list[float]:
        if not self.stacked:
            return self._known()
        return [sum(part or 0 for part in bar) for bar in zip(*self.values.values(), strict=True)]

    def _low(self) -> float:
        """The power of ten that a logarithmic axis begins at, below the smallest value."""
        return float(10.0 ** (math.ceil(math.log10(min(self._known()))) - 1))


@dataclass(frozen=True)
class Cell:
    """A configuration of a layer; `heat` from 0 to 1, None where nothing is known."""

    label: str
    text: str
    heat: float | None


@dataclass(frozen=True)
class HeatMap:
    """Layers down, configurations across; the shade is the logarithm of the cost."""

    kind: ClassVar[str] = "heat_map"
    title: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    columns: int
    unit: str
    least: str
    most: str


def heat_map(title: str, grid: Grid, costs: Mapping[str, float], unit: str) -> HeatMap:
    """The map of `costs` by benchmark, of which one at least is above 0."""
    known = [value for value in costs.values() if value > 0]
    low, high = min(known), max(known)
    spread = math.log(high / low) or 1.0

    def cell(configuration: str, value: float | None) -> Cell:
        if not value:
            return Cell(configuration, "–", None)
        return Cell(configuration, short(value), math.log(value / low) / spread)

    rows = tuple(
        (layer, tuple(cell(name, costs.get(benchmark)) for name, benchmark in cells))
        for layer, cells in grid.rows
    )
    return HeatMap(title, rows, grid.columns, unit, short(low), short(high))


def short(value: float) -> str:
    """Three digits with k, M or G: `1.05 M`."""
    for limit, suffix in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= limit * 0.9995:
            return f"{value / limit:.3g}{suffix}"
    return f"{value:.3g}"
