"""One HTML file that needs nothing else: no network, no other files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from neurio_gen.errors import UsageError
from neurio_gen.report.arena_chart import draw_arena
from neurio_gen.report.charts import Bars, draw_bars, heat_map
from neurio_gen.report.content import Content, SuiteSection
from neurio_gen.report.overview import MILLISECONDS
from neurio_gen.report.profile_section import ProfileSection
from neurio_gen.report.published_section import PublishedSection
from neurio_gen.report.series import Series
from neurio_gen.report.worth import Worth, draw_points
from neurio_gen.resources import templates_dir

_MEMORIES = (("flash", "flash_bytes"), ("RAM", "ram_bytes"), ("arena", "arena_bytes"))
_TEMPLATE = "report.html.j2"


@dataclass(frozen=True)
class Chart:
    """An inline SVG and what stands above it."""

    title: str
    svg: Markup


def to_html(content: Content, overrides: Sequence[Path] = ()) -> str:
    """The page. Templates in `overrides` go before ours.

    Raises UsageError where Matplotlib is not installed or an overriding template is wrong.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*overrides, templates_dir()]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = (f"c{number}" for number in itertools.count())
    values: dict[str, Any] = {
        "content": content,
        "cost_charts": {
            s.name: list(_cost_charts(s, content.series, names)) for s in content.suites
        },
        "memory_charts": {
            s.name: list(_memory_charts(s, content.series, names)) for s in content.suites
        },
        "heat_maps": {s.name: list(_heat_maps(s, content.series, names)) for s in content.suites},
        "profile_charts": [list(_profile_charts(each, names)) for each in content.profiles],
        "worth_charts": [_worth_charts(each, names) for each in content.worth],
        "published_charts": [
            _published_chart(each, names) for each in content.published if each.ours is not None
        ],
    }
    try:
        return environment.get_template(_TEMPLATE).render(**values)
    except jinja2.TemplateError as error:
        raise UsageError(f"The report's template cannot be rendered: {error}") from error


def _names(suite: SuiteSection) -> list[str]:
    return [benchmark.rpartition("/")[2] for benchmark in suite.benchmarks]


def _scale(unit: str | None) -> tuple[float, str]:
    """What costs are divided by, and the unit they then have."""
    if unit in MILLISECONDS:
        where = "" if unit == "us" else ", on a computer"
        return MILLISECONDS[unit], f"milliseconds per inference{where}"
    return 1, f"{unit} per inference"


def _cost_charts(
    suite: SuiteSection, series: Sequence[Series], names: Iterator[str]
) -> Iterator[Chart]:
    """A chart a unit: an instruction does not stand beside a millisecond."""
    for unit in dict.fromkeys(each.unit for each in series if each.unit):
        scale, text = _scale(unit)
        values = {
            each.label: [
                _divided(each.cost(name), scale) if each.unit == unit else None
                for name in suite.benchmarks
            ]
            for each in series
        }
        if any(value for costs in values.values() for value in costs):
            chart = Bars(f"{suite.name}: cost", _names(suite), values, text).without_gaps()
            yield from (_drawn(next(names), part) for part in chart.parts())


def _memory_charts(
    suite: SuiteSection, series: Sequence[Series], names: Iterator[str]
) -> Iterator[Chart]:
    for memory, field in _MEMORIES:
        values = {
            each.label: [
                _divided(getattr(each.timed().get(name), field, None), 1024)
                for name in suite.benchmarks
            ]
            for each in series
        }
        if any(value for sizes in values.values() for value in sizes):
            chart = Bars(f"{suite.name}: {memory}", _names(suite), values, "KiB").without_gaps()
            yield from (_drawn(next(names), part) for part in chart.parts())


def _heat_maps(
    suite: SuiteSection, series: Sequence[Series], names: Iterator[str]
) -> Iterator[Chart]:
    if suite.grid is None:
        return
    for each in series:
        scale, text = _scale(each.unit)
        costs = {
            name: cost / scale for name in suite.benchmarks if (cost := each.cost(name)) is not None
        }
        if any(costs.values()):
            title = f"{suite.name} on {each.label}"
            svg = heat_map(next(names), title, suite.grid, costs, text)
            yield Chart(title, Markup(svg))


def _published_chart(section: PublishedSection, names: Iterator[str]) -> Chart:
    labels = [label for label, _ in section.bars]
    ours = [value if label == section.ours else None for label, value in section.bars]
    theirs = [None if label == section.ours else value for label, value in section.bars]
    values = {"ours": ours, "published": theirs}
    unit = "million cycles per inference"
    return _drawn(next(names), Bars(section.title, labels, values, unit, shared=True))


def _profile_charts(section: ProfileSection, names: Iterator[str]) -> Iterator[Chart]:
    """Where an inference goes, and what of the arena is in use meanwhile."""
    bars = Bars(
        *(section.title, section.labels, section.bars, section.unit), linear=True, stacked=True
    )
    yield from (_drawn(next(names), part) for part in bars.parts())
    if section.arena:
        title = f"{section.title}: the arena over time"
        yield Chart(title, Markup(draw_arena(next(names), title, section.arena)))


def _worth_charts(section: Worth, names: Iterator[str]) -> Chart:
    return Chart(section.title, Markup(draw_points(next(names), section)))


def _drawn(name: str, chart: Bars) -> Chart:
    return Chart(chart.title, Markup(draw_bars(name, chart)))


def _divided(value: float | None, by: float) -> float | None:
    return None if value is None else value / by
