"""Engines side by side: what each takes for the same benchmarks on the same board."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.report.data_table import Cell, DataTable, number, table, words
from neurio_gen.report.overview import cost_cell, unit_text
from neurio_gen.report.series import Series
from neurio_gen.results import Result

_NOTE = (
    "Ratios are to the first engine of the same board, in the same unit. Memory in bytes, of whole "
    "images."
)


def engines_table(benchmarks: Sequence[str], series: Sequence[Series]) -> DataTable | None:
    """A line per benchmark, board and engine, where a board has run several; None without any."""
    groups: dict[str, list[Series]] = {}
    for each in series:
        groups.setdefault(each.board.id, []).append(each)
    several = [group for group in groups.values() if len({each.engine for each in group}) > 1]
    rows = [
        _row(benchmark, each, result, group[0])
        for group in several
        for benchmark in benchmarks
        for each in group
        if (result := each.timed().get(benchmark)) is not None
    ]
    columns = (
        *("benchmark", "board", "engine", "kernels", "library"),
        *("cost", "unit", "ratio", "flash", "ratio of flash", "RAM", "ratio of RAM"),
    )
    return table("Engines", columns, rows, _NOTE) if rows else None


def _row(benchmark: str, series: Series, result: Result, first: Series) -> tuple[Cell, ...]:
    base = first.timed().get(benchmark)
    comparable = base is not None and series.unit == first.unit
    cost = series.cost(benchmark)
    return (
        words(benchmark),
        words(series.board.id),
        words(result.engine),
        words(result.kernels or "–"),
        words(result.library or "–"),
        cost_cell(cost, series.unit),
        words(unit_text(series.unit)),
        _ratio(cost, first.cost(benchmark) if comparable else None),
        number(result.flash_bytes),
        _ratio(result.flash_bytes, base.flash_bytes if base else None),
        number(result.ram_bytes),
        _ratio(result.ram_bytes, base.ram_bytes if base else None),
    )


def _ratio(value: float | None, base: float | None) -> Cell:
    return number(value / base if value is not None and base else None, ".3f")
