"""The log of everything that passed over a link, both ways, with times."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import IO

from neurio_gen.closing import Closing

_LONGEST_ENTRY = 4096


class Transcript(Closing):
    r"""Writes one line an entry: `   1.204518 > name%` to the device, `<` from it.

    Seconds count from the opening. Bytes that are no printable ASCII are escaped as `\xNN`, so
    that the file stays text. Every entry is flushed: what a killed run has seen can be read. A
    disk that fills up ends the transcript, not the measurement; `failure` then says why.
    """

    def __init__(self, path: Path | None) -> None:
        """Opens `path` for appending, folders included; None keeps no file."""
        self.path = path
        self.failure: str | None = None
        self._start = time.monotonic()
        self._pending = {"<": b"", ">": b""}
        self._lock = threading.Lock()
        self._file: IO[str] | None = None
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = path.open("a", encoding="ascii", newline="\n")
            except OSError as error:
                self.failure = f"{path}: {error.strerror}"

    def received(self, data: bytes) -> None:
        """Logs bytes from the device, a line an entry; an unfinished line waits for its end."""
        with self._lock:
            self._flush(">")
            self._add("<", data, b"\n")

    def sent(self, data: bytes) -> None:
        """Logs bytes to the device, a command an entry."""
        with self._lock:
            self._flush("<")
            self._add(">", data, b"%")

    def note(self, text: str) -> None:
        """Logs a remark of the host's, such as a time-out."""
        with self._lock:
            self._flush("<")
            self._flush(">")
            self._write("#", text.encode("ascii", "backslashreplace"))

    def close(self) -> None:
        """Writes what is pending and closes the file. May be called twice."""
        with self._lock:
            self._flush("<")
            self._flush(">")
            if self._file is not None:
                self._file.close()
                self._file = None

    def _add(self, mark: str, data: bytes, end: bytes) -> None:
        *entries, rest = (self._pending[mark] + data).split(end)
        for entry in entries:
            self._write(mark, entry + (b"" if end == b"\n" else end))
        if len(rest) > _LONGEST_ENTRY:
            self._write(mark, rest)
            rest = b""
        self._pending[mark] = rest

    def _flush(self, mark: str) -> None:
        if self._pending[mark]:
            self._write(mark, self._pending[mark])
            self._pending[mark] = b""

    def _write(self, mark: str, data: bytes) -> None:
        if self._file is None:
            return
        seconds = time.monotonic() - self._start
        try:
            self._file.write(f"{seconds:12.6f} {mark} {_printable(data)}\n")
            self._file.flush()
        except OSError as error:
            self.failure = f"{self.path}: {error.strerror}"
            self._file = None


def _printable(data: bytes) -> str:
    data = data.rstrip(b"\r")
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in data)
