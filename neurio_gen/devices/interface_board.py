"""The interface board of energy runs: it stands between host and board and passes commands on.

`dut COMMAND%` is acknowledged by `m-dut-passthrough(COMMAND)` and `m-ready`; then each line of the
board's answer comes with `[dut]: ` before it.
"""

from __future__ import annotations

import re

from neurio_gen.errors import ProtocolError
from neurio_gen.protocol import wire
from neurio_gen.protocol.deadline import Deadline
from neurio_gen.protocol.lines import ByteStream, LineReader

BAUD = 115200
"""Between the host and the interface board."""
DATA_BYTES = 26
"""Bytes in one `db` command, so that it fits into the interface board's buffer with `dut `."""

_PREFIX = b"[dut]: "
_SECONDS = 5.0
_RESTART_SECONDS = 10.0
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
