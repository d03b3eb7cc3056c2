"""`neurio-gen boards`."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from neurio_gen.boards import Board, all_boards
from neurio_gen.cli.console import out
from neurio_gen.emulator.wiring import emulated_boards

_RUNS_ON = {"native": "this computer", "qemu": "QEMU", "serial": "a port"}


def boards(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List the boards that firmware can be built for."""
    known = all_boards()
    if as_json:
        typer.echo(json.dumps([_as_dict(board) for board in known], indent=2))
        return
    table = Table(box=None)
    table.add_column("board", no_wrap=True)
    table.add_column("name")
    table.add_column("CPU", no_wrap=True)
    for numbers in ("MHz", "flash KB", "RAM KB"):
        table.add_column(numbers, justify="right")
    table.add_column("runs on", no_wrap=True)
    for board in known:
        table.add_row(
            board.id,
            board.name.partition(" (")[0],
            board.cpu or "-",
            f"{board.clock_hz // 10**6}" if board.clock_hz else "-",
            _kilobytes(board.flash_bytes),
            _kilobytes(board.ram_bytes),
            _runs_on(board),
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


def _runs_on(board: Board) -> str:
    emulated = board.device == "serial" and _emulator(board) is not None
    return _RUNS_ON[board.device] + (", --emulate" if emulated else "")


def _kilobytes(nbytes: int | None) -> str:
    return "-" if not nbytes else f"{nbytes // 1024:,}"
