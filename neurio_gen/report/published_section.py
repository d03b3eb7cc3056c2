"""Published results beside ours, as tables and charts of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.published import SOURCE
from neurio_gen.published.beside import (
    STREAMING_NOTE,
    Beside,
    beside_published,
    estimate_note,
    includes_more,
)
from neurio_gen.report.comparison_tables import ours_basis
from neurio_gen.report.data_table import Cell, DataTable, number, table, words
from neurio_gen.report.published_labels import published_labels
from neurio_gen.report.series import TIMED, Series

MOST = 12
"""Published results of a benchmark that are shown, the fastest of them."""


@dataclass(frozen=True)
class PublishedSection:
    """A benchmark of a series; `bars` are Mcycles by label, ours first where there are any."""

    title: str
    table: DataTable
    bars: tuple[tuple[str, float], ...]
    ours: str | None


def published_sections(series: Sequence[Series]) -> tuple[PublishedSection, ...]:
    """What others have published about the boards of the report.

    Of a benchmark that was run on no such board, what they have published about the core.
    """
    pairs = [
        (each, found)
        for each in series
        for found in beside_published(each.board, each.results(*TIMED))
    ]
    exact = {found.ours.result.benchmark for _, found in pairs if found.same_board}
    return tuple(
        _section(each, found)
        for each, found in pairs
        if found.same_board or found.ours.result.benchmark not in exact
    )


def _section(series: Series, found: Beside) -> PublishedSection:
    shown = found.published[:MOST]
    name = found.ours.result.benchmark.rpartition("/")[2]
    where = "the same board" if found.same_board else "other boards with the same core"
    columns = ("round", "organisation", "system", "software", "MHz", "Mcycles", "ms", "ours / it")
    rows = [_our_row(series, found)]
    rows += [
        (
            words(f"v{other.round}"),
            words(other.organisation),
            words(other.system),
            words(other.stack),
            number(other.megahertz, "g"),
            number(other.megacycles, ".3f"),
            number(other.milliseconds, ".3f"),
            number(found.ratio(other), f"{found.mark}.2f"),
        )
        for other in shown
    ]
    notes = [STREAMING_NOTE] if includes_more(found) else []
    if note := estimate_note(found):
        notes.append(note)
    if len(found.published) > MOST:
        notes.append(f"{len(found.published) - MOST} slower ones are not shown.")
    if found.ours.megacycles is None:
        notes.append("Ours are instructions: they are neither cycles nor a time.")
    notes.append(f"Source: {SOURCE}.")
    cycles = (other.megacycles for other in shown)
    bars = list(zip(published_labels(shown), cycles, strict=True))
    ours = None
    if found.ours.megacycles is not None:
        ours = f"ours, {found.ours.basis}"
        bars.insert(0, (ours, found.ours.megacycles))
    caption = f"{name} on {series.label}, beside {where}"
    return PublishedSection(
        caption, table(caption, columns, rows, " ".join(notes)), tuple(bars), ours
    )


def _our_row(series: Series, found: Beside) -> tuple[Cell, ...]:
    ours = found.ours
    return (
        words("ours", "ours"),
        words("neurio-gen", "ours"),
        words(series.label, "ours"),
        words(ours_basis(found), "ours"),
        number(ours.megahertz, "g", mark="ours"),
        number(ours.megacycles, f"{found.mark}.3f", mark="ours"),
        number(ours.milliseconds, f"{found.mark}.3f", mark="ours"),
        number(None, mark="ours"),
    )
