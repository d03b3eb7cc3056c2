"""The columns of a report: each run and board, with what was measured of every benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neurio_gen.boards import Board
from neurio_gen.report.boards import board_of
from neurio_gen.results import Entry, Result, Run
from neurio_gen.results.measures import measure_of
from neurio_gen.results.words import Mode

TIMED: tuple[Mode, ...] = ("performance", "profile")
"""Modes whose results have a cost."""


@dataclass(frozen=True)
class Series:
    """Results of one board in one run. `label` tells it from the other series of the report."""

    label: str
    board: Board
    run: Run
    entries: tuple[Entry, ...]

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
    """The series of runs: one a board; the run is named where boards alone do not tell."""
    found: list[Series] = []
    for run in runs:
        for board in dict.fromkeys(result.board for result in run.results):
            entries = tuple(entry for entry in run.entries if entry.result.board == board)
            known = board_of(board, [entry.result for entry in entries])
            found.append(Series(board, known, run, entries))
    labels = [series.label for series in found]
    return tuple(
        series
        if labels.count(series.label) == 1
        else Series(f"{series.label} · {series.run.name}", *_rest(series))
        for series in found
    )


def _rest(series: Series) -> tuple[Board, Run, tuple[Entry, ...]]:
    return series.board, series.run, series.entries


def suites_of(series: Iterable[Series]) -> dict[str, tuple[str, ...]]:
    """Each suite's timed benchmarks, in the order they were run in."""
    suites: dict[str, dict[str, None]] = {}
    for each in series:
        for result in each.results(*TIMED):
            suites.setdefault(result.benchmark.rpartition("/")[0], {})[result.benchmark] = None
    return {suite: tuple(benchmarks) for suite, benchmarks in suites.items()}
