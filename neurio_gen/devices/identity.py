"""Whether the firmware that answers is that of the board that is measured."""

from __future__ import annotations

from collections.abc import Callable

from neurio_gen.boards import Board
from neurio_gen.errors import DeviceError
from neurio_gen.protocol import wire

EMULATED = " emulated"
"""Stands behind the name of an emulated board that is served to other programs."""

_OURS = f"{wire.VENDOR}/"


def name_of(board: Board) -> str:
    """What our firmware for `board` answers to `name%`."""
    return _OURS + board.id


def check_identity(board: Board, name: str, note: Callable[[str], None]) -> None:
    """Compares the answer to `name%` with the board.

    Raises DeviceError where our firmware for another board answers, or an emulator behind a port.
    Firmware of others has names of its own: `note` is told of it.
    """
    if name == name_of(board):
        return
    if name.startswith(_OURS) and name.endswith(EMULATED):
        raise DeviceError(
            f"An emulator answers, not the board {board.id}: it calls itself {name!r}.",
            hint=f"Its figures are no silicon's. Use `--board {board.id} --emulate` instead of "
            "--port, or name the board's port.",
        )
    if name.startswith(_OURS):
        raise DeviceError(
            f"The firmware that answers is for the board {name.removeprefix(_OURS)}, not for "
            f"{board.id}.",
            hint="Name the port of the right board by --port, or flash the image first.",
        )
    if board.device == "serial":
        note(
            f"The firmware calls itself {name!r}: it was not built by neurio-gen, and nothing "
            f"shows that it runs on {board.id}."
        )


class EmulatorMark:
    """Marks the name in what an emulated board says, for programs that cannot tell otherwise."""

    def __init__(self, board: Board) -> None:
        line = wire.Answer.NAME.value.format(name_of(board))
        self._plain = line.encode("ascii")
        self._marked = wire.Answer.NAME.value.format(name_of(board) + EMULATED).encode("ascii")
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """The bytes to pass on; what may be the beginning of the name waits for the rest."""
        data = (self._held + data).replace(self._plain, self._marked)
        longest = min(len(data), len(self._plain) - 1)
        held = next((n for n in range(longest, 0, -1) if self._plain.startswith(data[-n:])), 0)
        self._held = data[len(data) - held :]
        return data[: len(data) - held]
