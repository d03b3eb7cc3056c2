"""An image that runs, with its link on pipes: what a test needs of a device, and no more."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Sequence
from types import TracebackType

READY = "m-ready"
SECONDS = 20.0


class Device:
    """A process that speaks the protocol on its standard input and output."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input = self._process.stdin.fileno()
        self._output = self._process.stdout.fileno()
        self._received = bytearray()

    def __enter__(self) -> Device:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait(timeout=SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def send(self, data: bytes) -> None:
        """Writes `data` while it reads what the device answers, so that neither end blocks."""
        end = time.monotonic() + SECONDS
        while data:
            readable, writable, _ = select.select(
                [self._output], [self._input], [], end - time.monotonic()
            )
            assert readable or writable, f"the device takes no bytes: {self._tail()!r}"
            if readable:
                self._receive()
            if writable:
                data = data[os.write(self._input, data[:4096]) :]

    def line(self) -> str:
        """The next line, without its end."""
        end = time.monotonic() + SECONDS
        while b"\n" not in self._received:
            ready, _, _ = select.select([self._output], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"no line came: {self._tail()!r}"
            self._receive()
        line, _, rest = bytes(self._received).partition(b"\n")
        self._received = bytearray(rest)
        assert line.endswith(b"\r"), line
        return line[:-1].decode("ascii")

    def answer(self) -> list[str]:
        """The lines before the next ready line."""
        lines = []
        while (line := self.line()) != READY:
            lines.append(line)
        return lines

    def has_answered(self, seconds: float) -> bool:
        """Whether something has come, or comes within that time."""
        return bool(self._received or select.select([self._output], [], [], seconds)[0])

    def ask(self, command: str) -> list[str]:
        """The answer to one command, given without its terminator."""
        self.send(command.encode("latin-1") + b"%")
        return self.answer()

    def load(self, data: bytes) -> None:
        """Loads an input in the reference's portions."""
        assert self.ask(f"db load {len(data)}") == [f"m-[Expecting {len(data)} bytes]"]
        for start in range(0, len(data), 31):
            last = self.ask(f"db {data[start : start + 31].hex()}")
        assert last == ["m-load-done"]

    def infer(self, data: bytes) -> str:
        """The results line's value after one inference."""
        self.load(data)
        return self.ask("infer 1 0")[-1].removeprefix("m-results-[").removesuffix("]")

    def wait(self) -> int:
        """Closes the input; the exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(timeout=SECONDS)

    def _receive(self) -> None:
        data = os.read(self._output, 65536)
        assert data, f"the device ended: {self._tail()!r}"
        self._received += data

    def _tail(self) -> bytes:
        return bytes(self._received[-200:])
