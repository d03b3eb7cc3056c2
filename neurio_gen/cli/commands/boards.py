"""`neurio-gen boards`."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from neurio_gen.boards import Board, all_boards
from neurio_gen.cli.console import out
from neurio_gen.emulator.wiring import emulated_boards

_COLUMNS = ("name", "CPU", "clock", "flash", "RAM", "device", "emulated by")


def boards(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List the boards that firmware can be built for."""
    known = all_boards()
    if as_json:
        typer.echo(json.dumps([_as_dict(board) for board in known], indent=2))
        return
    table = Table(
        "board", "name", "CPU", "clock", "flash", "RAM", "device", "emulated by", box=None
    )
    for board in known:
        table.add_row(
            board.id,
            board.name,
            board.cpu or "-",
            f"{board.clock_hz // 10**6} MHz" if board.clock_hz else "-",
            _kilobytes(board.flash_bytes),
            _kilobytes(board.ram_bytes),
            board.device,
            _emulator(board) or "-",
        )
    out.print(table)


def _as_dict(board: Board) -> dict[str, object]:
    return {
        "id": board.id,
        "name": board.name,
        "cpu": board.cpu,
        "isa": board.isa.value,
        "clock_hz": board.clock_hz,
        "flash_bytes": board.flash_bytes,
        "ram_bytes": board.ram_bytes,
        "device": board.device,
        "emulator": _emulator(board),
        "folder": None if board.folder is None else str(board.folder),
    }


def _emulator(board: Board) -> str | None:
    """What runs the board's images without the board: QEMU always, --emulate on request."""
    if board.emulator is not None:
        return "QEMU"
    return "--emulate" if board.id in emulated_boards() else None


def _kilobytes(nbytes: int | None) -> str:
    return "-" if not nbytes else f"{nbytes // 1024:,} KB"
