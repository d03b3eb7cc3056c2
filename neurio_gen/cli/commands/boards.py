"""`neurio-gen boards`, `neurio-gen boards show`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from neurio_gen.boards import Board, all_boards, load_board
from neurio_gen.cli import completion
from neurio_gen.cli.console import out
from neurio_gen.cli.lazy_commands import MARKUP, SETTINGS
from neurio_gen.cli.strict_command import StrictCommand, StrictGroup
from neurio_gen.devices.ports import candidates, connected_ports
from neurio_gen.report.fitting_table import FittingTable

app = typer.Typer(
    cls=StrictGroup, add_completion=False, rich_markup_mode=MARKUP, context_settings=SETTINGS
)

_RUNS_ON = {"native": "this computer", "qemu": "QEMU", "serial": "a port"}


@app.callback(invoke_without_command=True)
def boards(
    context: typer.Context,
    *,
    core: Annotated[
        str | None, typer.Option(help="Only boards whose core's name holds this.", metavar="TEXT")
    ] = None,
    vendor: Annotated[
        str | None, typer.Option(help="Only boards of this vendor.", metavar="TEXT")
    ] = None,
    emulated: Annotated[
        bool, typer.Option("--emulated", help="Only boards that need no hardware here.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List the boards that firmware can be built for.

    Boards that a connected port may belong to come first. `neurio-gen boards show ID` tells
    everything of one.
    """
    if context.invoked_subcommand is not None:
        return
    known = [board for board in all_boards() if _matches(board, core, vendor, emulated)]
    detected = {board.id for board in known if candidates(board, connected_ports())}
    known.sort(key=lambda board: board.id not in detected)
    if as_json:
        typer.echo(json.dumps([_as_dict(board, detected) for board in known], indent=2))
    elif known:
        out.print(_table(known, detected))
    else:
        out.print("No board matches. `neurio-gen boards` lists all.")


@app.command("show", cls=StrictCommand)
def show(
    board_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The board's id.", autocompletion=completion.complete_board
        ),
    ],
) -> None:
    """Show everything that is known of a board.

    Memories, clock, core, ports, ways to flash, wiring, and what others have published of it.
    """
    board = load_board(board_id)
    facts = FittingTable(show_header=False)
    facts.add_column(no_wrap=True)
    facts.add_column()
    for name, text in _facts(board):
        facts.add_row(name, text)
    out.print(f"{board.name} ({board.id})")
    out.print(facts)


def _matches(board: Board, core: str | None, vendor: str | None, emulated: bool) -> bool:
    return (
        (core is None or core.lower() in f"{board.cpu} {board.core}".lower())
        and (vendor is None or vendor.lower() in board.vendor.lower())
        and (not emulated or board.device == "native" or _emulator(board) is not None)
    )


def _table(known: Sequence[Board], detected: set[str]) -> FittingTable:
    table = FittingTable(spare=("flash KB", "RAM KB", "MHz"))
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
            _connected(board, known) if board.id in detected else _runs_on(board),
        )
    return table


def _connected(board: Board, known: Sequence[Board]) -> str:
    """Probes of one kind are on boards of many kinds: then a port does not tell which it is."""
    same = [other for other in known if other is not board and set(other.usb) & set(board.usb)]
    return "perhaps connected" if same else "connected"


def _facts(board: Board) -> list[tuple[str, str]]:
    ports = [port.device for port in candidates(board, connected_ports())]
    facts = [
        ("vendor", board.vendor),
        ("page", board.url),
        ("chip", board.mcu),
        ("core", f"{board.core} ({board.architecture.name})"),
        ("kernels", board.isa.value),
        ("clock", f"{board.clock_hz / 1e6:g} MHz" if board.clock_hz else "unknown"),
    ]
    facts += [
        (region.name, f"{region.length // 1024:,} KB at 0x{region.origin:08x}")
        for region in board.memory
    ]
    facts += [
        ("stack", f"{board.stack_bytes:,} bytes" if board.stack_bytes else "the system's"),
        ("console", f"{board.baud:,} baud" if board.device == "serial" else _RUNS_ON[board.device]),
        ("USB ids", ", ".join(f"{usb.vid:04x}:{usb.pid:04x}" for usb in board.usb) or "none"),
        ("ports here", ", ".join(ports) or "none"),
        ("flashed by", ", ".join(board.flashing.methods) or "nothing: it is loaded to run"),
        ("emulated by", _emulator(board) or "nothing"),
    ]
    if board.wiring is not None:
        facts.append(("wiring", board.wiring.source))
    if board.folder is not None:
        facts.append(("manifest in", str(board.folder)))
    return [*facts, ("published", _published(board))]


def _published(board: Board) -> str:
    """The fewest megacycles that others have published for each benchmark, on this very board."""
    from neurio_gen.published import rounds_of_board

    best: dict[str, tuple[float, str]] = {}
    for each in rounds_of_board(board):
        entry = (each.megacycles, f"{each.organisation}, round {each.round}")
        best[each.benchmark] = min(best.get(each.benchmark, entry), entry)
    return "\n".join(
        f"{name}: {cycles:.3g} M cycles ({who})" for name, (cycles, who) in sorted(best.items())
    ) or ("nothing for this board in the MLPerf Tiny rounds")


def _as_dict(board: Board, detected: set[str]) -> dict[str, object]:
    return {
        "id": board.id,
        "name": board.name,
        "vendor": board.vendor,
        "cpu": board.cpu,
        "core": board.core,
        "isa": board.isa.value,
        "clock_hz": board.clock_hz,
        "flash_bytes": board.flash_bytes,
        "ram_bytes": board.ram_bytes,
        "device": board.device,
        "emulator": _emulator(board),
        "connected": board.id in detected,
        "folder": None if board.folder is None else str(board.folder),
    }


def _emulator(board: Board) -> str | None:
    """What runs the board's images without the board: QEMU always, --emulate on request."""
    if board.emulator is not None:
        return "QEMU"
    return "--emulate" if board.wiring is not None else None


def _runs_on(board: Board) -> str:
    emulated = board.device == "serial" and _emulator(board) is not None
    return _RUNS_ON[board.device] + (", --emulate" if emulated else "")


def _kilobytes(nbytes: int | None) -> str:
    return "-" if not nbytes else f"{nbytes // 1024:,}"
