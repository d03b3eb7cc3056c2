"""What mode streaming has found, as a table that every kind of report is made from."""

from __future__ import annotations

from collections.abc import Iterable

from neurio_gen.report.data_table import Cell, DataTable, number, table, words
from neurio_gen.results import Result, StreamingRecord

Labelled = tuple[str, Result]
"""A result, and what tells its series from others of the table; empty where there is one."""

_NOTE = "~ is an estimate from a model of the core's timing; no emulator measures time."


def streaming_table(caption: str, results: Iterable[Labelled]) -> DataTable:
    """A row for each result: the words that were heard, and what a hop of the sound costs."""
    rows, series, estimated = [], False, False
    for label, result in results:
        series = series or bool(label)
        estimated = estimated or result.estimated_cycles is not None
        rows.append((words(result.benchmark), words(label), *_cells(result)))
    columns = (
        *("benchmark", "series", "recording", "hops", "heard", "missed", "false"),
        *("exact", "instructions", "cycles", "duty cycle"),
    )
    shown = [i for i, name in enumerate(columns) if series or name != "series"]
    return table(
        caption,
        [columns[i] for i in shown],
        [[row[i] for i in shown] for row in rows],
        f"Instructions and cycles per hop; 31.25 hops per second. {_NOTE}" if estimated else "",
    )


def _cells(result: Result) -> tuple[Cell, ...]:
    found = result.streaming
    if found is None:
        return (words("–"), *[number(None)] * 4, words(result.status, "bad"), *[number(None)] * 3)
    exact = {True: words("yes"), False: words("no", "bad"), None: words("–")}[result.bit_exact]
    return (
        words(found.recording),
        number(found.hops),
        number(found.true_positives),
        number(found.false_negatives),
        number(found.false_positives),
        exact,
        number(result.instructions),
        number(result.estimated_cycles, "~,.0f"),
        _duty_cycle(found),
    )


def _duty_cycle(found: StreamingRecord) -> Cell:
    """Measured, or estimated where nothing could be measured."""
    if found.duty_cycle is not None:
        return number(100 * found.duty_cycle, ".1f", " %")
    if found.estimated_duty_cycle is not None:
        return number(100 * found.estimated_duty_cycle, "~.1f", " %")
    return number(None)
