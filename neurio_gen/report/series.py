"""The columns of a report: each run and board, with what was measured of every benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.report.boards import board_of
from neurio_gen.results import Entry, Result, Run
from neurio_gen.results.measures import measure_of
from neurio_gen.results.words import Mode

TIMED: tuple[Mode, ...] = ("performance", "profile")
"""Modes whose results have a cost."""


@dataclass(frozen=True)
class Series:
    """Results of one board and engine in one run. `label` tells it from the report's others."""

    label: str
    board: Board
    run: Run
    entries: tuple[Entry, ...]

    @property
    def engine(self) -> str:
        """What ran the models."""
        return self.entries[0].result.engine

    def results(self, *modes: Mode) -> tuple[Result, ...]:
        """The results of these modes, all without; of a benchmark that ran twice the last."""
        latest = {
            (entry.result.benchmark, entry.result.mode): entry.result
            for entry in self.entries
            if not modes or entry.result.mode in modes
        }
        return tuple(latest.values())

    def timed(self) -> dict[str, Result]:
        """The results that have a cost, by benchmark; profiles only of what was not timed."""
        profiles = {result.benchmark: result for result in self.results("profile")}
        return profiles | {result.benchmark: result for result in self.results("performance")}

    @property
    def unit(self) -> str | None:
        """The unit of its costs: `instructions`, `us` or `us of a host`; None without any."""
        measures = (measure_of(result) for result in self.timed().values())
        return next((measure.unit for measure in measures if measure), None)

    def cost(self, benchmark: str) -> float | None:
        """The cost of a benchmark in the series' unit."""
        result = self.timed().get(benchmark)
        measure = measure_of(result) if result else None
        return measure.value if measure and measure.unit == self.unit else None


def series_of(runs: Sequence[Run]) -> tuple[Series, ...]:
    """The series of runs: one a board and engine.

    Engine and run are named where boards alone do not tell. Runs that have no result in common,
    such as one of performance and one of accuracy, are one series.
    """
    used = {(result.board, result.engine) for run in runs for result in run.results}
    boards = [board for board, _ in used]
    groups: dict[tuple[str, str], list[Series]] = {}
    for run in runs:
        for key in dict.fromkeys((result.board, result.engine) for result in run.results):
            board, engine = key
            entries = tuple(e for e in run.entries if (e.result.board, e.result.engine) == key)
            known = board_of(board, [entry.result for entry in entries])
            label = f"{board} · {engine}" if boards.count(board) > 1 else board
            groups.setdefault(key, []).append(Series(label, known, run, entries))
    found: list[Series] = []
    for alike in groups.values():
        if len(alike) == 1:
            found += alike
        elif _can_join(alike):
            found.append(_joined(alike))
        else:
            found += (Series(f"{s.label} · {s.run.name}", *_rest(s)) for s in alike)
    return tuple(found)


def _can_join(alike: Sequence[Series]) -> bool:
    """Whether the board was used in one way, and no result is there twice."""
    results = [(result.benchmark, result.mode) for each in alike for result in each.results()]
    return len(set(results)) == len(results) and len({each.board.device for each in alike}) == 1


def _joined(alike: Sequence[Series]) -> Series:
    entries = tuple(entry for each in alike for entry in each.entries)
    names = " and ".join(each.run.name for each in alike)
    run = Run(Path(names), (), entries)
    return Series(alike[0].label, alike[0].board, run, entries)


def _rest(series: Series) -> tuple[Board, Run, tuple[Entry, ...]]:
    return series.board, series.run, series.entries


def suites_of(series: Iterable[Series]) -> dict[str, tuple[str, ...]]:
    """Each suite's timed benchmarks, in the order they were run in."""
    suites: dict[str, dict[str, None]] = {}
    for each in series:
        for result in each.results(*TIMED):
            suites.setdefault(result.benchmark.rpartition("/")[0], {})[result.benchmark] = None
    return {suite: tuple(benchmarks) for suite, benchmarks in suites.items()}
