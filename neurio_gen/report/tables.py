"""Tables of results."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from neurio_gen.boards import Board
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.results import Result
from neurio_gen.results.words import RANDOM_WEIGHTS, UNCALIBRATED

_SPARE = ("weights", "per MAC", "MACs", "state", "arena", "constants in RAM")
"""What a narrow terminal goes without, in this order."""


def performance_table(board: Board, results: Sequence[Result]) -> Table:
    """What was measured: instructions or time, memory, exactness."""
    counted = board.device in ("qemu", "emulated")
    table = FittingTable(title=f"{board.name} ({board.id})", spare=_SPARE)
    table.add_column("benchmark", overflow="fold")
    keeps_state = any(result.state_bytes for result in results)
    copies = any(result.ram_constant_bytes for result in results)
    memory = ["flash", "RAM", "arena", *(("state",) if keeps_state else ())]
    memory += ["constants in RAM"] if copies else []
    for heading in ("MACs", "instructions" if counted else "time", "per MAC", *memory):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("exact", no_wrap=True)
    table.add_column("weights")
    suite = ""
    for result in results:
        result_suite, _, name = result.benchmark.rpartition("/")
        if result_suite != suite:
            suite = result_suite
            table.add_row(f"[bold]{suite}[/]")
        table.add_row(
            f" {name}",
            _count(result.macs),
            _count(result.instructions) if counted else _time(result.latency_us),
            _per_mac(result, counted),
            _count(result.flash_bytes),
            _count(result.ram_bytes),
            _count(result.arena_bytes),
            *((_count(result.state_bytes),) if keeps_state else ()),
            *((_count(result.ram_constant_bytes),) if copies else ()),
            _exact(result),
            result.weights or "-",
        )
    captions = []
    if counted:
        captions.append(
            "Instructions per inference, counted by the emulator; not a silicon timing."
        )
    if keeps_state:
        captions.append("An inference of a model that keeps state is one step of a sequence.")
    if any(result.weights == "random" for result in results):
        captions.append(RANDOM_WEIGHTS)
    if any(result.weights == "uncalibrated" for result in results):
        captions.append(UNCALIBRATED)
    if captions:
        table.caption = "\n".join(captions)
    return table


def _count(number: float | None) -> str:
    if number is None:
        return "-"
    return f"{number / 1e9:,.2f} G" if number >= 1e9 else f"{number:,.0f}"


def _time(microseconds: float | None) -> str:
    if microseconds is None:
        return "-"
    return f"{microseconds / 1000:,.3f} ms"


def _per_mac(result: Result, counted: bool) -> str:
    cost = result.instructions if counted else (result.latency_us or 0) * 1000
    if not cost or not result.macs:
        return "-"
    return f"{cost / result.macs:.2f}" if counted else f"{cost / result.macs:.3f} ns"


def _exact(result: Result) -> str:
    if result.status != "ok":
        return f"[red]{result.status}[/]"
    if result.bit_exact is None and result.tolerance:
        return f"[green]±{result.tolerance}[/]"
    return {True: "[green]true[/]", False: "[red]false[/]", None: "unknown"}[result.bit_exact]
