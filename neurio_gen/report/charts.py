"""The charts of a report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from neurio_gen.report.families import Grid
from neurio_gen.report.svg import FAINT, INK, SERIES, new_figure, settings, to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 5.2
"""Inches: at the size of a phone's screen the text is still readable."""

_GAP = 0.012
"""Between a label and the axes, as a part of their width."""

_BAR = 0.15
_THIN_BAR = 0.095
_MANY = 24
"""More labels than this get thin bars."""
_MOST = 36
"""A chart with more labels is divided: it would be higher than a screen or a sheet of paper."""
_MAP = "viridis"
_LOGARITHMIC_FROM = 60
"""Values that differ by more than this factor get a logarithmic axis."""

_LONG_NAME = 24
"""With longer names of series, a legend has one column."""

Values = Mapping[str, Sequence[float | None]]
"""A value a bar, by the name of the series; None is no bar.

A series without any is left out, and keeps its colour for the charts where it has some.
"""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, a group a label; the first label is at the top.

    Where `shared`, each label has a bar of one series only, which takes the whole of its place.
    Where `linear`, the axis is so whatever the values: lengths can be added up.
    Where `stacked`, the series of a label are parts of one bar.
    `whole` has all values where this is a part of a divided chart: parts share axis and series.
    """

    title: str
    labels: Sequence[str]
    values: Values
    unit: str
    shared: bool = False
    linear: bool = False
    stacked: bool = False
    whole: Values | None = None

    @property
    def all_values(self) -> Values:
        """The values that axis and series are chosen by."""
        return self.values if self.whole is None else self.whole

    @property
    def logarithmic(self) -> bool:
        """Whether small values would be invisible beside large ones."""
        return not self.linear and _spread(self.all_values) > _LOGARITHMIC_FROM

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

    def parts(self) -> Iterator[Bars]:
        """The chart itself, or equal parts of one that is too long."""
        count = math.ceil(len(self.labels) / _MOST)
        if count <= 1:
            yield self
            return
        size = math.ceil(len(self.labels) / count)
        for part in range(count):
            cut = slice(part * size, (part + 1) * size)
            yield replace(
                self,
                title=f"{self.title}, {part + 1} of {count}",
                labels=self.labels[cut],
                values={name: values[cut] for name, values in self.values.items()},
                whole=self.values,
            )


def draw_bars(name: str, chart: Bars) -> str:
    """The chart as inline SVG. `name` is unique in the page."""
    values, labels = chart.values, chart.labels
    colours = {each: SERIES[index % len(SERIES)] for index, each in enumerate(values)}
    series = [each for each in values if any(chart.all_values[each])]
    lanes = 1 if chart.shared or chart.stacked else len(series)
    bar = _THIN_BAR if len(labels) > _MANY else _BAR
    columns = 1 if max(map(len, series)) > _LONG_NAME else 2
    height = 0.75 + len(labels) * (bar * lanes + 0.07) + 0.16 * math.ceil(len(series) / columns)
    figure = new_figure(WIDTH, height)
    with settings():
        axes = figure.add_subplot()
        begins = [0.0] * len(labels)
        for index, each in enumerate(series):
            offset = 0 if lanes == 1 else (index - (lanes - 1) / 2) * 0.8 / lanes
            places = [place + offset for place in range(len(labels))]
            widths = [value or 0 for value in values[each]]
            size = 0.8 / lanes
            axes.barh(places, widths, left=begins, height=size, color=colours[each], label=each)
            if chart.stacked:
                begins = [begin + width for begin, width in zip(begins, widths, strict=True)]
        _label(axes, labels)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        if chart.logarithmic:
            axes.set_xscale("log")
        if chart.whole is not None:
            axes.set_xlim(_limits(chart))
        axes.xaxis.set_major_formatter(lambda value, _: short(value))
        axes.set_xlabel(f"{chart.unit}{', logarithmic' if chart.logarithmic else ''}")
        axes.grid(axis="x", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        if len(series) > 1 or (len(values) > 1 and not chart.shared):
            figure.legend(loc="outside upper left", ncols=columns)
    return to_svg(figure, name, escape(f"{chart.title}, bar chart. A table has the numbers."))


def _label(axes: Axes, labels: Sequence[str]) -> None:
    """Texts left of the axes, from the top down. Ticks would take twice as long to draw."""
    axes.set_yticks([])
    beside = axes.get_yaxis_transform()
    for place, label in enumerate(labels):
        axes.text(-_GAP, place, label, ha="right", va="center_baseline", transform=beside)


def heat_map(name: str, title: str, grid: Grid, costs: Mapping[str, float], unit: str) -> str:
    """Layers down, configurations across, the colour a logarithm of the cost; inline SVG."""
    import matplotlib
    from matplotlib.colors import LogNorm
    from matplotlib.patches import Rectangle

    figure = new_figure(WIDTH, 0.9 + 0.36 * len(grid.rows))
    known = [value for value in costs.values() if value > 0]
    norm = LogNorm(min(known), max(*known, min(known) * 1.01))
    colours = matplotlib.colormaps[_MAP]
    with settings():
        axes = figure.add_subplot()
        for row, (_, cells) in enumerate(grid.rows):
            for column, (configuration, benchmark) in enumerate(cells):
                value = costs.get(benchmark)
                shade = colours(norm(value)) if value else None
                face = shade or "none"
                box = Rectangle((column, row), 0.97, 0.94, facecolor=face, edgecolor=FAINT, lw=0.5)
                axes.add_patch(box)
                ink = _ink_on(shade) if shade else INK
                middle: dict[str, Any] = {"ha": "center", "va": "center", "color": ink}
                middle["in_layout"] = False  # it lies within the axes, whose margins are searched
                axes.text(column + 0.485, row + 0.29, configuration, fontsize=7, **middle)
                text = short(value) if value else "–"
                axes.text(column + 0.485, row + 0.67, text, fontsize=8.5, **middle)
        axes.set_xlim(0, grid.columns)
        axes.set_ylim(len(grid.rows), 0)
        axes.set_yticks(
            [row + 0.47 for row in range(len(grid.rows))], [row for row, _ in grid.rows]
        )
        axes.set_xticks([])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_xlabel(f"{unit};\nlog scale: dark low, light high", loc="left")
    return to_svg(figure, name, escape(f"{title}, heat map. A table has the numbers."))


def short(value: float) -> str:
    """Three digits with k, M or G: `1.05 M`."""
    for limit, suffix in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= limit * 0.9995:
            return f"{value / limit:.3g}{suffix}"
    return f"{value:.3g}"


def _limits(chart: Bars) -> tuple[float, float]:
    """The ends of the axis that the parts of a chart share."""
    known = [value for series in chart.all_values.values() for value in series if value]
    if chart.stacked:
        known = [
            sum(part or 0 for part in bar) for bar in zip(*chart.all_values.values(), strict=True)
        ]
    return (min(known) / 1.3, max(known) * 1.3) if chart.logarithmic else (0, max(known) * 1.05)


def _spread(values: Values) -> float:
    known = [value for series in values.values() for value in series if value and value > 0]
    return max(known) / min(known) if known else 1.0


def _ink_on(shade: tuple[float, float, float, float]) -> str:
    """Black or white, whichever is better read on a colour."""
    red, green, blue, _ = shade
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.45 else "#ffffff"
