"""What accuracy costs, where both are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neurio_gen.report.overview import MILLISECONDS, unit_text
from neurio_gen.report.series import Series
from neurio_gen.results import Result

_ESTIMATED = ("estimated time", "estimated milliseconds per inference")
_MEMORY = (("flash", "bytes of flash"), ("RAM", "bytes of RAM"))


@dataclass(frozen=True)
class Point:
    """A benchmark of a series: its cost in the chart's unit, its accuracy in percent."""

    label: str
    series: str
    cost: float
    accuracy: float


@dataclass(frozen=True)
class Worth:
    """The points of one task and one kind of cost.

    The task is what was classified: accuracies of different tasks do not compare.
    """

    title: str
    unit: str
    points: tuple[Point, ...]

    def front(self, series: str) -> tuple[Point, ...]:
        """The series' points that no other beats in cost and accuracy, the cheapest first.

        At least two; empty where one point beats all others.
        """
        front = _front([point for point in self.points if point.series == series])
        return front if len(front) > 1 else ()


def worth_of(series: Sequence[Series]) -> tuple[Worth, ...]:
    """Accuracy against each unit of time, flash and RAM, of each task that has two points or more.

    A task is named where there are several.
    """
    points: dict[str, dict[tuple[str, str], list[Point]]] = {}
    names: dict[str, str] = {}
    for each in series:
        timed = each.timed()
        for result in each.results("accuracy"):
            quality = result.quality
            if quality is None or quality.top1 is None:
                continue
            label = result.benchmark.rpartition("/")[2]
            task = quality.labels_sha256 or quality.dataset
            names[task] = quality.dataset
            for kind, cost in _costs(each, timed.get(result.benchmark, result)):
                point = Point(label, each.label, cost, 100 * quality.top1)
                points.setdefault(task, {}).setdefault(kind, []).append(point)
    several = {task: kinds for task, kinds in points.items() if max(map(len, kinds.values())) > 1}
    return tuple(
        Worth(f"Accuracy{on} against {name}", unit, tuple(found))
        for task, kinds in several.items()
        for on in (f" on {names[task]}" if len(several) > 1 else "",)
        for (name, unit), found in sorted(kinds.items(), key=lambda item: item[0] in _MEMORY)
        if len(found) > 1
    )


def _costs(series: Series, result: Result) -> Iterator[tuple[tuple[str, str], float]]:
    """What a benchmark costs, by the name of the cost and its unit; a time where it is known."""
    cost, unit = series.cost(result.benchmark), series.unit
    if result.estimated_latency_us and unit not in MILLISECONDS:
        yield _ESTIMATED, result.estimated_latency_us / 1000
    elif cost is not None and unit is not None:
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


def _unit(unit: str) -> str:
    return "milliseconds per inference" if unit in MILLISECONDS else f"{unit} per inference"
