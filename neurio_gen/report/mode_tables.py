"""Tables of all modes but performance, and which table shows which results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pydantic import JsonValue
from rich.markup import escape
from rich.table import Table

from neurio_gen.boards import Board
from neurio_gen.report.boards import board_of
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.report.quality_energy import accuracy_table, energy_table
from neurio_gen.report.streaming import streaming_table
from neurio_gen.report.tables import estimated_time, performance_table
from neurio_gen.report.terminal import to_terminal
from neurio_gen.results import Result
from neurio_gen.results.agreement import tolerance_words
from neurio_gen.results.estimates import estimates_note


def tables_of(results: Sequence[Result]) -> Iterator[tuple[Table, Sequence[Result]]]:
    """A table for each board, mode, engine and level, and what it shows.

    Titles name engine and level where there are several.
    """
    groups: dict[tuple[str, str, str, str], list[Result]] = {}
    for each in results:
        place = each.board, each.mode, each.engine, each.optimize or ""
        groups.setdefault(place, []).append(each)
    several = [len({place[index] for place in groups}) > 1 for index in (2, 3)]
    for (board, _, *words), members in groups.items():
        table = table_of(board_of(board, members), members)
        told = [word for word, wanted in zip(words, several, strict=True) if word and wanted]
        table.title = ", ".join([str(table.title), *told])
        yield table, members


def table_of(board: Board, results: Sequence[Result]) -> Table:
    """The table of results that were measured in one mode."""
    mode = results[0].mode if results else "performance"
    makers = {
        "performance": performance_table,
        "accuracy": accuracy_of,
        "energy": energy_of,
        "profile": profile_table,
        "streaming": streaming_of,
    }
    return makers.get(mode, details_table)(board, results)


def accuracy_of(board: Board, results: Sequence[Result]) -> Table:
    """Top-1, area under the curve, and the quality targets."""
    data = accuracy_table(f"{board.name} ({board.id}), accuracy", [("", r) for r in results])
    return to_terminal(data, spare=("data set", "correct", "AUC"))


def energy_of(board: Board, results: Sequence[Result]) -> Table:
    """Energy and time of an inference."""
    data = energy_table(f"{board.name} ({board.id}), energy", [("", r) for r in results])
    return to_terminal(data, spare=("supply", "windows", "monitor"))


def streaming_of(board: Board, results: Sequence[Result]) -> Table:
    """Words that were heard, and what a hop of the sound costs."""
    data = streaming_table(f"{board.name} ({board.id}), streaming", [("", r) for r in results])
    return to_terminal(data, spare=("hops", "instructions", "exact", "recording"))


def profile_table(board: Board, results: Sequence[Result]) -> Table:
    """What inferences took in all, and the layer that took most."""
    table = FittingTable(
        title=f"{board.name} ({board.id}), profiles", spare=("layers", "most of it")
    )
    note = estimates_note(results)
    table.add_column("benchmark", no_wrap=True)
    for heading in ("counted", "est. cycles", *(("est. time",) if note else ()), "layers"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("most of it")
    for result in results:
        profile = result.profile
        if profile is None:
            table.add_row(result.benchmark, *["-"] * (4 if note else 3), f"[red]{result.status}[/]")
            continue
        most = max(profile.layers, key=lambda layer: layer.count)
        cycles = profile.estimated_cycles
        table.add_row(
            result.benchmark,
            f"{profile.total:,} {profile.unit}",
            f"{cycles.total:,}" if cycles else "-",
            *((estimated_time(result),) if note else ()),
            f"{len(profile.layers)}",
            f"{most.index} {most.operator}, {100 * most.share:.1f} %",
        )
    if any(result.profile for result in results):
        table.caption = " ".join(
            (
                "`neurio-gen report` shows the layers. Cycles are estimates.",
                *((note,) if note else ()),
            )
        )
    return table


def details_table(board: Board, results: Sequence[Result]) -> Table:
    """Exactness and the details of results of any other mode."""
    mode = results[0].mode
    table = FittingTable(title=f"{board.name} ({board.id}), {mode}")
    table.add_column("benchmark", no_wrap=True)
    names = list(dict.fromkeys(name for result in results for name in result.details))
    for heading in ("exact", *names):
        table.add_column(heading, justify="right")
    for result in results:
        near = tolerance_words(result) or "-"
        exact = {True: "yes", False: "[red]no[/]", None: near}[result.bit_exact]
        table.add_row(
            result.benchmark,
            exact if result.status == "ok" else f"[red]{result.status}[/]",
            *(_detail(result.details.get(name)) for name in names),
        )
    return table


def _detail(value: JsonValue) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool | str):
        return escape(str(value))
    return f"{value:,}" if isinstance(value, int | float) else escape(json.dumps(value))
