"""The board around a chip, as data: what its console is connected to, what clocks it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neurio_gen.boards import all_boards
from neurio_gen.boards.board import SoundWiring
from neurio_gen.errors import UsageError


@dataclass(frozen=True)
class Wiring:
    """A board: its chip, and the UART and pins that the debug probe's serial port is wired to.

    `crystals` are clocks on the board by their name in the reference manual, Hz; `clocks` likewise
    those that come in as a signal, for which the oscillator is to be bypassed. `sound` are the pins
    of the streaming test, on boards that have an I2S receiver.
    """

    board: str
    soc: str
    uart: str
    tx: str
    rx: str
    baud: int = 115200
    sync_pin: str | None = None
    crystals: Mapping[str, int] = field(default_factory=dict)
    clocks: Mapping[str, int] = field(default_factory=dict)
    sound: SoundWiring | None = None


def wiring_of(board: str) -> Wiring:
    """The wiring of a board by its id. Raises UsageError for one that cannot be emulated."""
    found = next((each for each in all_boards() if each.id == board), None)
    if found is None or found.wiring is None:
        hint = f"Boards that can be: {', '.join(emulated_boards())}."
        raise UsageError(f"The board {board} cannot be emulated.", hint=hint)
    wiring = found.wiring
    return Wiring(
        board=board,
        soc=wiring.soc,
        uart=wiring.uart,
        tx=wiring.tx,
        rx=wiring.rx,
        baud=found.baud,
        sync_pin=wiring.sync_pin,
        crystals=dict(wiring.crystals),
        clocks=dict(wiring.clocks),
        sound=wiring.sound,
    )


def emulated_boards() -> tuple[str, ...]:
    """The ids of the boards that can be emulated: their manifests say how they are wired."""
    return tuple(board.id for board in all_boards() if board.wiring is not None)
