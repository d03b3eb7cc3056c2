"""What accuracy costs, where both are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from neurio_gen.report.charts import WIDTH, short
from neurio_gen.report.overview import MILLISECONDS, unit_text
from neurio_gen.report.series import Series
from neurio_gen.report.svg import SERIES, new_figure, settings, to_svg
from neurio_gen.results import Result

_HEIGHT = 2.8
_MEMORY = (("flash", "bytes of flash"), ("RAM", "bytes of RAM"))


@dataclass(frozen=True)
class Point:
    """A benchmark of a series: its cost in the section's unit, its accuracy in percent.

    `task` is what was classified: only points of one task have accuracies that compare.
    """

    label: str
    series: str
    task: str
    cost: float
    accuracy: float


@dataclass(frozen=True)
class Worth:
    """The points of one kind of cost."""

    title: str
    unit: str
    points: tuple[Point, ...]

    def fronts(self, series: str) -> tuple[tuple[Point, ...], ...]:
        """The series' front of each task: points that no other beats, the cheapest first.

        A front has at least two points; where one point beats all others there is none.
        """
        own = [point for point in self.points if point.series == series]
        tasks = dict.fromkeys(point.task for point in own)
        fronts = (_front([point for point in own if point.task == task]) for task in tasks)
        return tuple(front for front in fronts if len(front) > 1)


def worth_of(series: Sequence[Series]) -> tuple[Worth, ...]:
    """Accuracy against each unit of time, flash and RAM; nothing with fewer than two points."""
    points: dict[tuple[str, str], list[Point]] = {}
    for each in series:
        timed = each.timed()
        for result in each.results("accuracy"):
            quality = result.quality
            if quality is None or quality.top1 is None:
                continue
            label = result.benchmark.rpartition("/")[2]
            task = quality.labels_sha256 or quality.dataset
            for kind, cost in _costs(each, timed.get(result.benchmark, result)):
                point = Point(label, each.label, task, cost, 100 * quality.top1)
                points.setdefault(kind, []).append(point)
    return tuple(
        Worth(f"Accuracy against {name}", unit, tuple(found))
        for (name, unit), found in sorted(points.items(), key=lambda item: item[0] in _MEMORY)
        if len(found) > 1
    )


def _costs(series: Series, result: Result) -> Iterator[tuple[tuple[str, str], float]]:
    """What a benchmark costs, by the name of the cost and its unit."""
    cost, unit = series.cost(result.benchmark), series.unit
    if cost is not None and unit is not None:
        yield (unit_text(unit), _unit(unit)), cost / MILLISECONDS.get(unit, 1)
    for kind, size in zip(_MEMORY, (result.flash_bytes, result.ram_bytes), strict=True):
        if size is not None:
            yield kind, float(size)


def _front(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points that are more accurate than all cheaper ones."""
    front: list[Point] = []
    for point in sorted(points, key=lambda point: (point.cost, -point.accuracy)):
        if not front or point.accuracy > front[-1].accuracy:
            front.append(point)
    return tuple(front)


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
            for number, front in enumerate(worth.fronts(label)):
                axes.step(
                    [p.cost for p in front],
                    [p.accuracy for p in front],
                    where="post",
                    color=colour,
                    linewidth=1,
                    label=None if number else f"{label}, front",
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
    return to_svg(
        figure, name, escape(f"{worth.title}, one point per benchmark; the line is the front.")
    )


def _unit(unit: str) -> str:
    return "milliseconds per inference" if unit in MILLISECONDS else f"{unit} per inference"
