"""The interface board of energy and streaming runs: it stands between host and board and passes
commands on. In streaming runs it plays sound from its card to the board, and records its pins.

`dut COMMAND%` is acknowledged by `m-dut-passthrough(COMMAND)` and `m-ready`; then each line of the
board's answer comes with `[dut]: ` before it.
"""

from __future__ import annotations

import re

from neurio_gen.errors import ProtocolError
from neurio_gen.protocol import interface_board as words
from neurio_gen.protocol import wire
from neurio_gen.protocol.deadline import Deadline
from neurio_gen.protocol.lines import BusyStream, ByteStream, LineReader

BAUD = 115200
"""Between the host and the interface board."""
DATA_BYTES = 26
"""Bytes in one `db` command, so that it fits into the interface board's buffer with `dut `."""

_PREFIX = words.PREFIX.encode()
_SECONDS = 5.0
_RESTART_SECONDS = 10.0
_PLAY_SECONDS = 10.0  # besides the recording's own
_SLICE_SECONDS = 0.25
_READY = f"{wire.Answer.READY.value}{wire.LINE_END}".encode()
_BAUD_RATE = re.compile(r"baud is: (\d+)")
"""The official firmware's answer to `checkbaud`: the rate it talks to the board at."""


class InterfaceBoard:
    """The board behind the interface board, as a byte stream that a session can talk over."""

    def __init__(self, stream: ByteStream) -> None:
        """`stream` leads to the interface board."""
        self._stream = stream
        self._command = b""
        self._line = b""

    def connect(self, baud: int = wire.ENERGY_BAUD) -> str:
        """Finds the interface board and sets the rate that it talks to the board at; its name.

        The rate is always set, as the official runner does: the interface board keeps its last one
        over power cycles. Raises DeviceTimeoutError where it does not answer, ProtocolError where
        it says that it has another rate. One that cannot tell its rate is believed.
        """
        name = self._ask("name", _SECONDS)
        self._ask(f"setbaud {baud}", _SECONDS)  # it restarts to take the rate up
        self._ask("name", _RESTART_SECONDS)
        if (rate := self._rate()) not in (None, baud):
            raise ProtocolError(
                f"The interface board stays at {rate} baud instead of {baud}.",
                hint="Flash the official interface firmware of this round, or choose --baud "
                f"{rate} and build the board's firmware for it.",
            )
        return name[0] if name else "interface board"

    def lost(self) -> float:
        """Seconds that the board has not had, where it is emulated."""
        return self._stream.lost() if isinstance(self._stream, BusyStream) else 0.0

    def record(self) -> None:
        """Begins to record the board's pins anew."""
        self._order(words.RECORD, _SECONDS)

    def play(self, name: str, seconds: float) -> None:
        """Plays a recording of its card, which lasts `seconds`, to its end.

        Raises ProtocolError where it cannot, DeviceTimeoutError where it does not come to its end.
        """
        said = self._order(f"{words.PLAY} {name}", seconds + _PLAY_SECONDS)
        if words.NOT_PLAYED in said:
            raise ProtocolError(
                f"The interface board cannot play {name}.",
                hint="Copy it to the SD card: a WAV file of two channels, 16 bits, 16 kHz.",
            )

    def detections(self) -> tuple[int, ...]:
        """Milliseconds of the recorded detections, the first hop's mark among them."""
        return tuple(_numbers(self._order(words.PRINT_DETECTIONS, _SECONDS), words.DETECTIONS))

    def busy_times(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Seconds at which the processing of the first hops began, and at which it ended."""
        said = self._order(words.PRINT_DUTY_CYCLE, _SECONDS)
        middle = said.index(words.STOPS) if words.STOPS in said else len(said)
        return (
            _seconds(_numbers(said[:middle], words.STARTS)),
            _seconds(_numbers(said[middle:], words.STOPS)),
        )

    def write(self, data: bytes) -> None:
        """Sends commands on to the board."""
        terminator = wire.TERMINATOR.encode()
        *commands, self._command = (self._command + data).split(terminator)
        for command in commands:
            self._stream.write(b"dut " + command + terminator)

    def read(self, timeout: float) -> bytes:
        """The board's bytes that have come; the interface board's own lines are left out."""
        *lines, self._line = (self._line + self._stream.read(timeout)).split(b"\n")
        return b"".join(
            line.lstrip(b"\0")[len(_PREFIX) :] + b"\n"
            for line in lines
            if line.lstrip(b"\0").startswith(_PREFIX)
        )

    def _rate(self) -> int | None:
        """The rate towards the board; None where the interface board cannot tell."""
        for line in self._ask("checkbaud", _SECONDS):
            if found := _BAUD_RATE.fullmatch(line):
                return int(found[1])
        return None

    def _order(self, command: str, seconds: float) -> list[str]:
        """As `_ask`, of a command that is not to be carried out twice."""
        deadline = Deadline(seconds, f"the interface board to end {command}%", self.lost)
        self._stream.read(0)  # what came without being asked for
        self._stream.write(f"{command}{wire.TERMINATOR}".encode("ascii"))
        said = b""
        # a list of numbers has no line end before it: no reader of lines may take it for noise
        while not said.endswith(_READY):
            if deadline.expired:
                raise deadline.error(said)
            said += self._stream.read(min(_SLICE_SECONDS, deadline.remaining))
        lines = said.removesuffix(_READY).decode("ascii", "replace").replace("\0", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _ask(self, command: str, seconds: float) -> list[str]:
        """The interface board's own answer. A board that restarts is asked again."""
        deadline = Deadline(seconds, f"the interface board to answer {command}%")
        reader = LineReader(self._stream)
        reader.forget()
        while True:
            self._stream.write(f"{command}{wire.TERMINATOR}".encode("ascii"))
            attempt = Deadline(min(1.0, deadline.remaining), deadline.awaited)
            lines: list[str] = []
            while not attempt.expired:
                try:
                    line = reader.next_line(attempt)
                except ProtocolError:
                    break
                if line == wire.Answer.READY.value:
                    return lines
                lines.append(line)
            if deadline.expired:
                raise deadline.error(reader.tail)


def _numbers(lines: list[str], title: str) -> list[int]:
    """The numbers of the lines below a title. Raises ProtocolError for anything else."""
    listed = ",".join(lines[1:]) if lines[:1] == [title] else None
    cells = [cell.strip() for cell in (listed or "").split(",")]
    numbers = [cell for cell in cells if cell]
    if listed is None or not all(cell.isdecimal() for cell in numbers):
        raise ProtocolError(f"The interface board sent no list of times: {lines[:3]!r}.")
    return [int(cell) for cell in numbers]


def _seconds(ticks: list[int]) -> tuple[float, ...]:
    return tuple(each / words.TICKS_A_SECOND for each in ticks)
