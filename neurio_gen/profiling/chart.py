"""Profiles as an SVG file, and as an HTML file that needs no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from neurio_gen.codegen.render import Renderer
from neurio_gen.profiling.layers import Cost, ModelProfile

_WIDTH = 860
_LABELS = 190
_BARS = 460
_ROW = 20
_HEAD = 52
_LEGEND = 132

_CAUSES = (
    ("core", "executing", "core"),
    ("starved", "starving", "starved"),
    ("branches", "refilling", "branches"),
    ("code_waits", "waiting for code", "code"),
    ("data_waits", "waiting for constants", "data"),
)


@dataclass(frozen=True, eq=False)
class Chart:
    """A profile and what is written above it."""

    title: str
    profile: ModelProfile


@dataclass(frozen=True)
class Bar:
    """A piece of a row; `kind` is its style's name, `hint` what the pointer shows."""

    x: float
    width: float
    kind: str
    hint: str


@dataclass(frozen=True)
class Row:
    """A line of a chart: label, pieces of its bar, and the text behind them."""

    y: int
    label: str
    bars: tuple[Bar, ...]
    text: str
    text_x: float


@dataclass(frozen=True, eq=False)
class Panel:
    """A chart laid out in pixels, its top at `top` of the page."""

    chart: Chart
    subtitle: str
    rows: tuple[Row, ...]
    top: int
    height: int
    legend: tuple[tuple[str, str, int], ...]


def render_svg(charts: Sequence[Chart], overrides: Sequence[Path] = ()) -> str:
    """One SVG image with all charts, for light and dark backgrounds."""
    panels = _panels(charts)
    height = sum(panel.height for panel in panels)
    return _renderer(overrides).render(
        "profile.svg.j2", panels=panels, width=_WIDTH, height=height, labels=_LABELS
    )


def render_html(charts: Sequence[Chart], command: str, overrides: Sequence[Path] = ()) -> str:
    """An HTML page with charts and tables; it loads nothing."""
    pages = [(chart, render_svg([chart], overrides)) for chart in charts]
    return _renderer(overrides).render("profile.html.j2", pages=pages, command=command)


def _renderer(overrides: Sequence[Path]) -> Renderer:
    return Renderer(overrides, h=lambda value: escape(str(value)))


def _panels(charts: Sequence[Chart]) -> list[Panel]:
    panels = []
    top = 0
    for chart in charts:
        panel = _panel(chart, top)
        panels.append(panel)
        top += panel.height
    return panels


def _panel(chart: Chart, top: int) -> Panel:
    profile = chart.profile
    estimated = profile.estimate is not None
    head = _HEAD + (_ROW if estimated else 0)
    costs = [(f"{e.layer.index}  {e.layer.operator.lower()}", e.cost) for e in profile.layers]
    costs.append(("overhead", profile.overhead))
    longest = max(_length(cost) for _, cost in costs) or 1
    rows = tuple(
        _row(profile, head + _ROW * number, label, cost, longest)
        for number, (label, cost) in enumerate(costs)
    )
    unit = profile.unit.value
    subtitle = f"{profile.total:,} {unit}"
    if profile.estimate is not None:
        subtitle += f"; bars: {profile.estimate.total:,} estimated cycles, no measurement"
    legend = tuple(
        (kind, text, _LABELS + _LEGEND * number)
        for number, (_, text, kind) in enumerate(_CAUSES)
        if estimated
    )
    return Panel(chart, subtitle, rows, top, head + _ROW * len(rows) + 24, legend)


def _length(cost: Cost) -> int:
    return cost.count if cost.estimate is None else cost.estimate.total


def _row(profile: ModelProfile, y: int, label: str, cost: Cost, longest: int) -> Row:
    bars = []
    x = float(_LABELS)
    for count, hint, kind in _pieces(profile, cost):
        width = count / longest * _BARS
        bars.append(Bar(round(x, 1), round(max(width, 0.0), 1), kind, f"{count:,} {hint}"))
        x += width
    share = 100 * cost.count / profile.total
    text = f"{cost.count:,} · {share:.1f} %"
    if cost.estimate is not None:
        text += f" · {cost.estimate.total:,} c."
    return Row(y, label, tuple(bars), text, round(x + 8, 1))


def _pieces(profile: ModelProfile, cost: Cost) -> list[tuple[int, str, str]]:
    if cost.estimate is None:
        return [(cost.count, profile.unit.value, "core")]
    return [
        (getattr(cost.estimate, name), f"estimated cycles {text}", kind)
        for name, text, kind in _CAUSES
        if getattr(cost.estimate, name)
    ]
