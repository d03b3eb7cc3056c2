"""What to run on, as a script names it."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.boards import Board, load_board
from neurio_gen.errors import UsageError


@dataclass(frozen=True)
class Target:
    """A board and how it is reached. Make one with `device`."""

    board: Board
    port: str | None = None
    baud: int | None = None

    def __str__(self) -> str:
        where = f" on {self.port}" if self.port else ""
        return f"{self.board.name} ({self.board.id}, {self.board.device}){where}"


def device(
    board: str, *, port: str | None = None, baud: int | None = None, emulate: bool = False
) -> Target:
    """The device of a board id: an emulator, this computer, or a board on a serial port.

    `port` is a serial port, a URL of pyserial, or a place of a lab, `labgrid://PLACE`; without one,
    boards are looked for by their USB ids when they are needed. `baud` is the rate to agree on with
    its firmware, or the one that other firmware is fixed at. `emulate` runs a real board's images
    on models of its chip. Raises UsageError for a board that is not known, and where it is to be
    emulated and on a port.
    """
    found = load_board(board)
    if emulate and port:
        raise UsageError(
            f"{board} is either emulated or on the port {port}.",
            hint="Leave out --emulate or --port.",
        )
    if emulate and found.device != "qemu":  # QEMU's boards are emulated anyway
        from neurio_gen.emulator.wiring import wiring_of

        wiring_of(found.id)
        return Target(found.emulated(), baud=baud)
    return Target(found, port, baud)
