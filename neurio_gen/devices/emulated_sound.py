"""Sound to an emulated board, in its virtual time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from fractions import Fraction

from neurio_gen.boards.board import SoundWiring
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.sound import PinTimes
from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.emulator.pins import Edge
from neurio_gen.errors import UsageError
from neurio_gen.sound.front_end import RATE
from neurio_gen.sound.recording import Stereo


class EmulatedSound:
    """The lines to a board's receiver of sound, and a recorder of its pins."""

    def __init__(self, device: EmulatedDevice) -> None:
        """Raises UsageError for a board without a receiver."""
        wiring = device.board.wiring
        if wiring is None or wiring.sound is None:
            raise UsageError(f"The board {device.board.id} has no receiver of sound.")
        self._wiring = wiring.sound
        self._console = device.console
        self._begin = Fraction(0)

    def record(self) -> None:
        """Begins to record the pins anew, before the next sound."""

        def begin(board: EmulatedBoard) -> None:
            board.pins.take()
            self._begin = board.seconds

        self._console.look(begin)

    def play(self, samples: Stereo) -> Future[PinTimes]:
        """Sends sound; done with what was recorded when it has ended and all is processed."""
        self._console.look(lambda board: board.play(samples, RATE))
        return self._console.look(
            lambda board: _times(board.pins.take(), self._wiring, self._begin)
        )


def _times(edges: Sequence[Edge], wiring: SoundWiring, begin: Fraction) -> PinTimes:
    def of(pin: str, high: bool) -> list[Edge]:
        return [edge for edge in edges if edge.pin == pin and edge.high is high]

    def seconds(found: list[Edge]) -> tuple[float, ...]:
        return tuple(float(edge.seconds - begin) for edge in found)

    busy, idle = of(wiring.processing, True), of(wiring.processing, False)
    return PinTimes(
        seconds(busy),
        seconds(idle),
        seconds(of(wiring.detected, False)),
        tuple(
            end.instructions - start.instructions for start, end in zip(busy, idle, strict=False)
        ),
    )
