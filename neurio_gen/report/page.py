"""One HTML file that needs nothing else: no network, no other files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2

from neurio_gen.errors import UsageError
from neurio_gen.report.arena_chart import ArenaChart, arena_chart
from neurio_gen.report.charts import Bars, HeatMap, heat_map
from neurio_gen.report.content import Content, SuiteSection
from neurio_gen.report.overview import MILLISECONDS
from neurio_gen.report.points_chart import points_chart
from neurio_gen.report.profile_section import ProfileSection
from neurio_gen.report.published_section import PublishedSection
from neurio_gen.report.series import Series, compared_by_estimates
from neurio_gen.resources import templates_dir

_MEMORIES = (("flash", "flash_bytes"), ("RAM", "ram_bytes"), ("arena", "arena_bytes"))
_TEMPLATE = "report.html.j2"


def to_html(content: Content, overrides: Sequence[Path] = ()) -> str:
    """The page. Templates in `overrides` go before ours.

    Raises UsageError where an overriding template is wrong.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*overrides, templates_dir()]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    values: dict[str, Any] = {
        "content": content,
        "heat_maps": [list(_heat_maps(suite, content.series)) for suite in content.suites],
        "cost_charts": [list(_cost_charts(suite, content.series)) for suite in content.suites],
        "memory_charts": [list(_memory_charts(suite, content.series)) for suite in content.suites],
        "profile_charts": [list(_profile_charts(each)) for each in content.profiles],
        "worth_charts": [points_chart(each) for each in content.worth],
        "published_charts": [
            None if each.ours is None else _published_chart(each) for each in content.published
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


def _cost_charts(suite: SuiteSection, series: Sequence[Series]) -> Iterator[Bars]:
    """A chart a unit: an instruction does not stand beside a millisecond.

    A heat map says as much as the bars of one series; one bar says nothing.
    """
    estimated = compared_by_estimates(series)
    for unit in dict.fromkeys(each.unit for each in series if each.unit):
        scale, text = (1e3, "estimated milliseconds per inference") if estimated else _scale(unit)
        cost_of = Series.estimate if estimated else Series.cost
        values = {
            each.label: [
                _divided(cost_of(each, name), scale) if each.unit == unit else None
                for name in suite.benchmarks
            ]
            for each in series
        }
        chart = Bars(f"{suite.title}: cost", _names(suite), values, text).without_gaps()
        if chart.count > 1 and (suite.grid is None or len(chart.legend) > 1):
            yield chart


def _memory_charts(suite: SuiteSection, series: Sequence[Series]) -> Iterator[Bars]:
    for memory, field in _MEMORIES:
        values = {
            each.label: [
                _divided(getattr(each.timed().get(name), field, None), 1024)
                for name in suite.benchmarks
            ]
            for each in series
        }
        chart = Bars(f"{suite.title}: {memory}", _names(suite), values, "KiB").without_gaps()
        if chart.count > 1:
            yield chart


def _heat_maps(suite: SuiteSection, series: Sequence[Series]) -> Iterator[HeatMap]:
    if suite.grid is None:
        return
    for each in series:
        scale, text = _scale(each.unit)
        costs = {
            name: cost / scale for name in suite.benchmarks if (cost := each.cost(name)) is not None
        }
        if any(costs.values()):
            yield heat_map(f"{suite.title} on {each.label}", suite.grid, costs, text)


def _published_chart(section: PublishedSection) -> Bars:
    labels = [label for label, _ in section.bars]
    ours = [value if label == section.ours else None for label, value in section.bars]
    theirs = [None if label == section.ours else value for label, value in section.bars]
    values = {"ours": ours, "published": theirs}
    unit = "million cycles per inference"
    return Bars(section.title, labels, values, unit, shared=True)


def _profile_charts(section: ProfileSection) -> Iterator[Bars | ArenaChart]:
    """Where an inference goes, and what of the arena is in use meanwhile."""
    title = f"{section.unit[:1].upper()}{section.unit[1:]} by layer"
    yield Bars(title, section.labels, section.bars, section.unit, linear=True, stacked=True)
    if section.arena:
        yield arena_chart("The arena over time", section.arena)


def _divided(value: float | None, by: float) -> float | None:
    return None if value is None else value / by
