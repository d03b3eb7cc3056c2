"""Two selections of results side by side, benchmark by benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from neurio_gen.errors import UsageError
from neurio_gen.results.latest import device_kind, latest
from neurio_gen.results.measures import Measure, Metric, measure_of
from neurio_gen.results.schema import Result
from neurio_gen.results.selection import Selection

_Key = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A benchmark in both selections, or in one of them. The right one is the newer."""

    label: str
    left: Result | None
    right: Result | None
    left_measure: Measure | None
    right_measure: Measure | None

    @property
    def ratio(self) -> float | None:
        """Right over left; None where they cannot be compared."""
        if self.why_not is not None or not self.left_measure or not self.right_measure:
            return None
        if self.left_measure.value == self.right_measure.value:
            return 1.0
        return self.right_measure.value / self.left_measure.value

    @property
    def why_not(self) -> str | None:
        """Why there is no ratio; None where there is one."""
        for side, result in (("A", self.left), ("B", self.right)):
            if result is None:
                return f"not in {side}"
        if self.left_measure is None and self.right_measure is None and self._both_ok:
            return self._without_values
        for side, result, measure in (
            ("A", self.left, self.left_measure),
            ("B", self.right, self.right_measure),
        ):
            if measure is None and result is not None:
                return f"{side}: {result.status}" if result.status != "ok" else f"{side}: no value"
        assert self.left_measure and self.right_measure
        if self.left_measure.unit != self.right_measure.unit:
            return f"{self.left_measure.unit} beside {self.right_measure.unit}"
        if self.left_measure.value == 0 != self.right_measure.value:
            return "A is 0"
        return None

    @property
    def _both_ok(self) -> bool:
        sides = (self.left, self.right)
        return all(side is not None and side.status == "ok" for side in sides)

    @property
    def _without_values(self) -> str:
        """What there is to say of two results that went well and have no number to compare."""
        exact = all(side is not None and side.bit_exact for side in (self.left, self.right))
        return "both exact" if exact else "no values"

    @property
    def other_models(self) -> bool:
        """Whether the two sides ran models that differ, by their hashes."""
        if self.left is None or self.right is None:
            return False
        hashes = {self.left.model_sha256, self.right.model_sha256} - {None}
        return len(hashes) > 1

    @property
    def other_engines(self) -> bool:
        """Whether two engines ran the model."""
        if self.left is None or self.right is None:
            return False
        return self.left.engine != self.right.engine

    @property
    def worse_by(self) -> float | None:
        """By which share the right one is worse; negative where it is better."""
        ratio = self.ratio
        if ratio is None or self.right_measure is None:
            return None
        return 1 - ratio if self.right_measure.higher_is_better else ratio - 1

    def fails(self, limit: float) -> bool:
        """Whether the right one is worse by more than `limit`, or broke what had worked."""
        if self.left is not None and self.left_measure is not None and self.right_measure is None:
            return True
        worse = self.worse_by
        return worse is not None and worse > limit


@dataclass(frozen=True)
class Comparison:
    """Two selections, row by row, in the left one's order; what only the right has comes last."""

    left: Selection
    right: Selection
    metric: Metric
    rows: tuple[Row, ...]

    def failures(self, limit: float) -> tuple[Row, ...]:
        """The rows that are worse by more than `limit`, a share such as 0.02."""
        return tuple(row for row in self.rows if row.fails(limit))


def compare(left: Selection, right: Selection, metric: Metric = Metric.MAIN) -> Comparison:
    """Pairs the results of two selections by benchmark and mode.

    They are paired by board, kind of device and engine, too, unless each selection is of one only.
    Raises UsageError where they have nothing in common.
    """
    sides = (left, right)
    tells: list[Callable[[Result], str]] = []
    if any(len(side.boards) != 1 for side in sides):
        tells.append(lambda result: result.board)
    if any(len(side.devices) != 1 for side in sides):
        tells.append(device_kind)
    if any(len(side.engines) != 1 for side in sides):
        tells.append(lambda result: result.engine)
    lefts, rights = (_index(side, tells) for side in sides)
    if not lefts.keys() & rights.keys():
        raise UsageError(
            f"{left.name} and {right.name} have no benchmark in common.",
            hint="Compare runs of the same suite and mode; of several boards, the same boards.",
        )
    return Comparison(left, right, metric, tuple(_rows(lefts, rights, metric)))


def _rows(lefts: dict[_Key, Result], rights: dict[_Key, Result], metric: Metric) -> Iterable[Row]:
    modes = {key[-1] for key in (*lefts, *rights)}
    for key in dict.fromkeys((*lefts, *rights)):
        left, right = lefts.get(key), rights.get(key)
        yield Row(
            " ".join(key if len(modes) > 1 else key[:-1]),
            left,
            right,
            measure_of(left, metric) if left else None,
            measure_of(right, metric) if right else None,
        )


def _index(selection: Selection, tells: Sequence[Callable[[Result], str]]) -> dict[_Key, Result]:
    """Results by benchmark, what else tells them apart, and mode."""
    return latest(
        (entry.result for entry in selection.entries),
        lambda result: (result.benchmark, *(tell(result) for tell in tells), result.mode),
        lambda result: result,
    )
