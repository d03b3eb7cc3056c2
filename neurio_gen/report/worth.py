"""What accuracy costs, where both are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from neurio_gen.report.charts import WIDTH, short
from neurio_gen.report.overview import MILLISECONDS, unit_text
from neurio_gen.report.series import Series
from neurio_gen.report.svg import SERIES, new_figure, settings, to_svg

_HEIGHT = 2.8


@dataclass(frozen=True)
class Point:
    """A benchmark of a series: its cost in the section's unit, its accuracy in percent."""

    label: str
    series: str
    cost: float
    accuracy: float


@dataclass(frozen=True)
class Worth:
    """The points of one unit of cost."""

    title: str
    unit: str
    points: tuple[Point, ...]


def worth_of(series: Sequence[Series]) -> tuple[Worth, ...]:
    """Accuracy against cost, a section a unit; none with fewer than two points."""
    points: dict[str, list[Point]] = {}
    for each in series:
        for result in each.results("accuracy"):
            cost, quality = each.cost(result.benchmark), result.quality
            if quality is None or quality.top1 is None or cost is None or each.unit is None:
                continue
            scale = MILLISECONDS.get(each.unit, 1)
            label = result.benchmark.rpartition("/")[2]
            point = Point(label, each.label, cost / scale, 100 * quality.top1)
            points.setdefault(each.unit, []).append(point)
    return tuple(
        Worth(f"Accuracy against {unit_text(unit)}", _unit(unit), tuple(found))
        for unit, found in points.items()
        if len(found) > 1
    )


def draw_points(name: str, worth: Worth) -> str:
    """The points as inline SVG. `name` is unique in the page."""
    figure = new_figure(WIDTH, _HEIGHT)
    costs = [point.cost for point in worth.points]
    with settings():
        axes = figure.add_subplot()
        for index, label in enumerate(dict.fromkeys(point.series for point in worth.points)):
            own = [point for point in worth.points if point.series == label]
            colour = SERIES[index % len(SERIES)]
            axes.scatter(
                [p.cost for p in own], [p.accuracy for p in own], color=colour, label=label
            )
            for point in own:
                axes.annotate(
                    point.label,
                    (point.cost, point.accuracy),
                    xytext=(4, 4),
                    textcoords="offset points",
                    fontsize=8,
                )
        if min(costs) > 0 and max(costs) > 20 * min(costs):
            axes.set_xscale("log")
        axes.margins(0.18)
        axes.xaxis.set_major_formatter(lambda value, _: short(value))
        axes.set_xlabel(worth.unit)
        axes.set_ylabel("Top-1, %")
        axes.tick_params(length=0)
        figure.legend(loc="outside upper left", ncols=2)
    return to_svg(figure, name, escape(f"{worth.title}, one point a benchmark."))


def _unit(unit: str) -> str:
    return "milliseconds per inference" if unit in MILLISECONDS else f"{unit} per inference"
