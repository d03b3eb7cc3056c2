"""Tables of results."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from neurio_gen.boards import Board
from neurio_gen.report.data_table import share_text
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.results import Result
from neurio_gen.results.agreement import tolerance_words
from neurio_gen.results.estimates import estimated_per_second, estimates_note, three_digits
from neurio_gen.results.words import RANDOM_WEIGHTS, UNCALIBRATED, WITHIN

_SPARE = (
    *("weights", "per MAC", "est. per s", "MACs", "state", "arena", "constants in RAM"),
    *("code in RAM", "RAM %", "flash %"),
)
"""What a narrow terminal goes without, in this order."""


def performance_table(board: Board, results: Sequence[Result]) -> Table:
    """What was measured: instructions or time, memory, exactness; and what that lets estimate."""
    counted = board.device in ("qemu", "emulated")
    table = FittingTable(title=f"{board.name} ({board.id})", spare=_SPARE)
    table.add_column("benchmark", overflow="fold")
    keeps_state = any(result.state_bytes for result in results)
    copies = any(result.ram_constant_bytes for result in results)
    moves = any(result.ram_code_bytes for result in results)
    note = estimates_note(results)
    costs = ["MACs", "instructions" if counted else "time"]
    costs += [*(("est. time", "est. per s") if note else ()), "per MAC"]
    memory = ["flash", *(("flash %",) if board.flash_bytes else ())]
    memory += ["RAM", *(("RAM %",) if board.ram_bytes else ()), "arena"]
    memory += [*(("state",) if keeps_state else ()), *(("constants in RAM",) if copies else ())]
    memory += ["code in RAM"] if moves else []
    for heading in (*costs, *memory):
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
            *((estimated_time(result), _per_second(result)) if note else ()),
            _per_mac(result, counted),
            _count(result.flash_bytes),
            *((_share(result.flash_bytes, board.flash_bytes),) if board.flash_bytes else ()),
            _count(result.ram_bytes),
            *((_share(result.ram_bytes, board.ram_bytes),) if board.ram_bytes else ()),
            _count(result.arena_bytes),
            *((_count(result.state_bytes),) if keeps_state else ()),
            *((_count(result.ram_constant_bytes),) if copies else ()),
            *((_count(result.ram_code_bytes),) if moves else ()),
            _exact(result),
            result.weights or "-",
        )
    captions = []
    if counted:
        captions.append(
            "Instructions per inference, counted by the emulator; not a silicon timing."
        )
    if note:
        captions.append(note)
    if keeps_state:
        captions.append("An inference of a model that keeps state is one step of a sequence.")
    if any(result.relative_tolerance for result in results):
        captions.append(WITHIN)
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


def estimated_time(result: Result) -> str:
    """`32.9 ms`; a dash where nothing is estimated."""
    microseconds = result.estimated_latency_us
    return f"{three_digits(microseconds / 1000)} ms" if microseconds else "-"


def _per_second(result: Result) -> str:
    rate = estimated_per_second(result)
    return three_digits(rate) if rate else "-"


def _share(used: int | None, available: int) -> str:
    return "-" if used is None else share_text(used, available)


def _per_mac(result: Result, counted: bool) -> str:
    cost = result.instructions if counted else (result.latency_us or 0) * 1000
    if not cost or not result.macs:
        return "-"
    return f"{cost / result.macs:.2f}" if counted else f"{cost / result.macs:.3f} ns"


def _exact(result: Result) -> str:
    if result.status != "ok":
        return f"[red]{result.status}[/]"
    tolerance = tolerance_words(result)
    if result.bit_exact is None and tolerance:
        return f"[green]{tolerance}[/]"
    return {True: "[green]true[/]", False: "[red]false[/]", None: "unknown"}[result.bit_exact]
