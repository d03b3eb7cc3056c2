"""Accuracy against cost as a picture: a point per network, with its name where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from neurio_gen.report.axis import Axis, axis_of
from neurio_gen.report.charts import short
from neurio_gen.report.worth import Point, Worth

_WIDTH, _HEIGHT = 300.0, 240.0
"""CSS pixels of the plot on a phone: what finds room there finds it everywhere."""
_LETTER, _LINE, _GAP = 6.2, 14.0, 7.0
"""CSS pixels of a letter's width, of a line's height, and from a point to its name."""
_LETTERS = 20
"""More letters of a name are not shown."""

_Area = tuple[float, float, float, float]
"""Left, bottom, right, top in pixels."""


@dataclass(frozen=True)
class Mark:
    """A point at `x` and `y`, from 0 to 1. `side` is where its name stands, empty for nowhere."""

    x: float
    y: float
    series: int
    name: str
    hint: str
    side: str


@dataclass(frozen=True)
class PointsChart:
    """Points of several series; `fronts` are their corners, by the number of the series."""

    kind: ClassVar[str] = "points"
    title: str
    unit: str
    legend: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    fronts: tuple[tuple[int, str], ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    logarithmic: bool


def points_chart(worth: Worth) -> PointsChart:
    """The picture of at least one point."""
    across = axis_of(point.cost for point in worth.points)
    up = axis_of((point.accuracy for point in worth.points), at_most=101)
    series = list(dict.fromkeys(point.series for point in worth.points))
    return PointsChart(
        title=worth.title,
        unit=worth.unit,
        legend=tuple(enumerate(series)),
        marks=tuple(_marks(worth, series, across, up)),
        fronts=tuple(
            (index, _steps([(across.place(p.cost), up.place(p.accuracy)) for p in front]))
            for index, label in enumerate(series)
            if (front := worth.front(label))
        ),
        across=tuple((across.place(mark), short(mark)) for mark in across.marks()),
        up=tuple((up.place(mark), f"{mark:g}") for mark in up.marks() if mark <= 100),
        logarithmic=across.logarithmic,
    )


def _steps(corners: Sequence[tuple[float, float]]) -> str:
    """The front as an SVG path in a square of 100 by 100, down is positive."""
    (x, y), *others = [(100 * x, 100 - 100 * y) for x, y in corners]
    return f"M{x:.2f} {y:.2f}" + "".join(f"H{x:.2f}V{y:.2f}" for x, y in others)


def _marks(worth: Worth, series: Sequence[str], across: Axis, up: Axis) -> Iterator[Mark]:
    """The points; names of those on a front are placed first, the others where there is room."""
    places = {id(p): (across.place(p.cost), up.place(p.accuracy)) for p in worth.points}
    taken = [_around(x * _WIDTH, y * _HEIGHT) for x, y in places.values()]
    fronts = [worth.front(label) for label in series]
    front = {id(point) for each in fronts for point in each}
    for each in fronts:
        taken += _lines([places[id(point)] for point in each])
    sides = {}
    for point in sorted(worth.points, key=lambda point: id(point) not in front):
        x, y = places[id(point)]
        for side, area in _areas(x * _WIDTH, y * _HEIGHT, min(len(point.label), _LETTERS)):
            if _inside(area) and not any(_overlap(area, other) for other in taken):
                sides[id(point)] = side
                taken.append(area)
                break
    for point in worth.points:
        x, y = places[id(point)]
        index = series.index(point.series)
        yield Mark(x, y, index, point.label, _hint(point, worth.unit), sides.get(id(point), ""))


def _hint(point: Point, unit: str) -> str:
    return f"{point.label}, {point.series}: {point.accuracy:.1f} %, {short(point.cost)} {unit}"


def _around(x: float, y: float) -> _Area:
    return x - 4, y - 4, x + 4, y + 4


def _lines(corners: Sequence[tuple[float, float]]) -> Iterator[_Area]:
    """Where a front's line runs: to the right, then up."""
    for (x, y), (next_x, next_y) in pairwise(corners):
        yield x * _WIDTH, y * _HEIGHT - 1, next_x * _WIDTH, y * _HEIGHT + 1
        yield next_x * _WIDTH - 1, y * _HEIGHT, next_x * _WIDTH + 1, next_y * _HEIGHT


def _areas(x: float, y: float, letters: int) -> Iterator[tuple[str, _Area]]:
    """Where a name could stand, the best side first."""
    wide, half = letters * _LETTER, _LINE / 2
    yield "right", (x + _GAP, y - half, x + _GAP + wide, y + half)
    yield "left", (x - _GAP - wide, y - half, x - _GAP, y + half)
    yield "above", (x - wide / 2, y + _GAP, x + wide / 2, y + _GAP + _LINE)
    yield "below", (x - wide / 2, y - _GAP - _LINE, x + wide / 2, y - _GAP)


def _inside(area: _Area) -> bool:
    left, bottom, right, top = area
    return left >= 0 and bottom >= 0 and right <= _WIDTH and top <= _HEIGHT + _LINE


def _overlap(one: _Area, other: _Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
