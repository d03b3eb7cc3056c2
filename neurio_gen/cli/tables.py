"""The table of what was built."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from neurio_gen.boards import Board
from neurio_gen.pipeline.sizes import flash_bytes, places, ram_bytes, ram_code_bytes
from neurio_gen.pipeline.stages import Built, Construction, Failed
from neurio_gen.report.fitting_table import FittingTable

_SPARE = ("constants", "state", "arena", "image")


def memory_table(board: Board, constructions: Sequence[Construction]) -> Table:
    """What each image takes of the board's memories, in bytes."""
    table = FittingTable(title=f"{board.name} ({board.id})", spare=_SPARE)
    table.add_column("benchmark")
    keeps_state = any(isinstance(x, Built) and x.program.state_bytes for x in constructions)
    copies = any(isinstance(x, Built) and x.program.ram_constant_bytes for x in constructions)
    headings = ["flash", "RAM", "arena", *(["state"] if keeps_state else []), "constants"]
    headings += ["of them in RAM"] if copies else []
    elsewhere = {
        item.benchmark: moved
        for item in constructions
        if isinstance(item, Built) and (moved := _elsewhere(board, item))
    }
    for heading in headings:
        table.add_column(heading, justify="right")
    if elsewhere:
        table.add_column("fast RAM")
    table.add_column("image")
    for item in constructions:
        if isinstance(item, Failed):
            empty = ["-"] * (len(headings) + bool(elsewhere))
            table.add_row(item.benchmark.id, *empty, "not built: see below")
            continue
        table.add_row(
            item.benchmark.id,
            _share(flash_bytes(item), board.flash_bytes),
            _share(ram_bytes(item), board.ram_bytes),
            f"{item.program.arena_bytes:,}",
            *([f"{item.program.state_bytes:,}"] if keeps_state else []),
            f"{item.program.constant_bytes:,}",
            *([f"{item.program.ram_constant_bytes:,}"] if copies else []),
            *([elsewhere.get(item.benchmark, "-")] if elsewhere else []),
            str((item.image.bin or item.image.elf).name),
        )
    return table


def _elsewhere(board: Board, item: Built) -> str:
    """`kernels (8,204 bytes) in itcm; stack, arena in dtcm`; empty where nothing is moved."""
    by_memory: dict[str, list[str]] = {}
    for what, memory in places(board, item).items():
        size = f" ({ram_code_bytes(item):,} bytes)" if what == "kernels" else ""
        by_memory.setdefault(memory, []).append(what + size)
    return "; ".join(f"{', '.join(what)} in {memory}" for memory, what in by_memory.items())


def _share(used: int, available: int | None) -> str:
    """`44,112 (2 %)`; without a limit, the bytes alone."""
    if not available:
        return f"{used:,}"
    return f"{used:,} ({100 * used / available:.0f} %)"
