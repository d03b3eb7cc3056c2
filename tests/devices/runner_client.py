"""A client that does on the wire what the official Python runner does.

Opens the port with pyserial, sends word and terminator in two writes, reads byte by byte, drops
NULs, ends an answer at the first line that contains `m-ready`, and waits five seconds for a line.
It never gets in step by itself: a stale line would shift every later answer.
"""

from __future__ import annotations

import re
import time
from types import TracebackType

import serial

LINE_SECONDS = 5.0
DATA_BYTES = 31


class RunnerClient:
    """A connection to a device under test."""

    def __init__(self, port: str) -> None:
        self._port = serial.serial_for_url(port, baudrate=115200, timeout=0.1)

    def __enter__(self) -> RunnerClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._port.close()

    def command(self, text: str) -> list[str]:
        """All lines up to the one with `m-ready`, that one included."""
        self._port.write(text.encode())
        self._port.write(b"%")
        lines: list[str] = []
        while not lines or "m-ready" not in lines[-1]:
            lines.append(self._line(text))
        return lines

    def value(self, text: str, pattern: str) -> str:
        """The value of the only line of an answer that matches."""
        found = [match[1] for line in self.command(text) if (match := re.fullmatch(pattern, line))]
        assert len(found) == 1, found
        return found[0]

    def load(self, data: bytes) -> None:
        self.command(f"db load {len(data)}")
        for start in range(0, len(data), DATA_BYTES):
            last = self.command(f"db {data[start : start + DATA_BYTES].hex()}")
        assert last == ["m-load-done", "m-ready"]

    def infer(self, iterations: int, warmups: int) -> tuple[list[float], int]:
        """The numbers of the results line, and the microseconds between the two stamps."""
        lines = self.command(f"infer {iterations} {warmups}")
        results = [
            match[1] for line in lines if (match := re.match(r"m-results-\[([^]]+)]$", line))
        ]
        stamps = [int(match[1]) for line in lines if (match := re.match(r"m-lap-us-(\d+)$", line))]
        assert len(results) == 1, lines
        assert len(stamps) == 2, lines
        return [float(number) for number in results[0].split(",")], stamps[1] - stamps[0]

    def _line(self, command: str) -> str:
        line = ""
        end = time.monotonic() + LINE_SECONDS
        while time.monotonic() < end:
            character = self._port.read(1).decode("ascii")
            if character == "\n":
                return line
            if character not in "\r\0":
                line += character
        raise AssertionError(f"no response to {command}: {line!r}")
