"""The columns of a report: each run and board, with what was measured of every benchmark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.report.boards import board_of
from neurio_gen.results import Entry, Result, Run
from neurio_gen.results.latest import device_kind, latest
from neurio_gen.results.measures import measure_of
from neurio_gen.results.words import Mode

_Key = tuple[str, str, str]
"""Board, kind of device, engine."""

TIMED: tuple[Mode, ...] = ("performance", "profile")
"""Modes whose results have a cost."""


@dataclass(frozen=True)
class Series:
    """Results of one board, kind of device and engine in one run.

    `label` tells it from the report's others.
    """

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
        found = latest(
            (e.result for e in self.entries if not modes or e.result.mode in modes),
            lambda result: (result.benchmark, result.mode),
            lambda result: result,
        )
        return tuple(found.values())

    def timed(self) -> Mapping[str, Result]:
        """The results that have a cost, by benchmark; profiles only of what was not timed."""
        return self._timed

    @cached_property
    def _timed(self) -> Mapping[str, Result]:
        """Found once: tables and charts ask for each benchmark, hundreds of times in all."""
        profiles = {result.benchmark: result for result in self.results("profile")}
        return profiles | {result.benchmark: result for result in self.results("performance")}

    @cached_property
    def unit(self) -> str | None:
        """The unit of its costs: `instructions`, `us` or `us of a host`; None without any."""
        measures = (measure_of(result) for result in self.timed().values())
        return next((measure.unit for measure in measures if measure), None)

    def cost(self, benchmark: str) -> float | None:
        """The cost of a benchmark in the series' unit."""
        result = self.timed().get(benchmark)
        measure = measure_of(result) if result else None
        return measure.value if measure and measure.unit == self.unit else None

    def estimate(self, benchmark: str) -> float | None:
        """The estimated microseconds of a benchmark; None where nothing is estimated."""
        result = self.timed().get(benchmark)
        return result.estimated_latency_us if result else None


def compared_by_estimates(series: Sequence[Series]) -> bool:
    """Whether times, estimated for all results of several boards, tell more than instructions.

    Boards differ in clock and in cycles per instruction; of one board, instructions are exact.
    """
    counted = [each for each in series if each.unit]
    return len({each.board.id for each in counted}) > 1 and all(
        each.unit == "instructions"
        and all(each.estimate(name) for name in each.timed() if each.cost(name) is not None)
        for each in counted
    )


def series_of(runs: Sequence[Run]) -> tuple[Series, ...]:
    """The series of runs: one per board, kind of device and engine.

    Device, engine and run are named where boards alone do not tell. Runs that have no result in
    common, such as one of performance and one of accuracy, are one series.
    """
    used = {_key(result) for run in runs for result in run.results}
    groups: dict[_Key, list[Series]] = {}
    for run in runs:
        for key in dict.fromkeys(_key(result) for result in run.results):
            entries = tuple(entry for entry in run.entries if _key(entry.result) == key)
            known = board_of(key[0], [entry.result for entry in entries])
            groups.setdefault(key, []).append(Series(_label(key, used), known, run, entries))
    found: list[Series] = []
    for alike in groups.values():
        if len(alike) == 1:
            found += alike
        elif _can_join(alike):
            found.append(_joined(alike))
        else:
            found += (Series(f"{s.label} · {s.run.name}", *_rest(s)) for s in alike)
    return tuple(found)


def _key(result: Result) -> _Key:
    return result.board, device_kind(result), result.engine


def _label(key: _Key, used: Collection[_Key]) -> str:
    """The board, with what tells it from other series of the same board."""
    board, device, engine = key
    alike = [other for other in used if other[0] == board]
    parts = [board]
    if len({other[1] for other in alike}) > 1:
        parts.append(device)
    if len({other[2] for other in alike}) > 1:
        parts.append(engine)
    return " · ".join(parts)


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
