"""From bytes to lines: what a device sends, cut at line ends, with the dirt taken off."""

from __future__ import annotations

import re
from collections import deque
from typing import Protocol

from neurio_gen.protocol.deadline import Deadline

LONGEST_LINE = 65536
"""A line is cut here, so that a device which never ends one cannot fill the memory."""

_TAIL_BYTES = 256
_SLICE_SECONDS = 0.25
_UNPRINTABLE = re.compile(rb"[^\x20-\x7e\t]")


class ByteStream(Protocol):
    """What the protocol needs of a link."""

    def read(self, timeout: float) -> bytes:
        """The bytes that have come; b"" if none came in `timeout` seconds."""

    def write(self, data: bytes) -> None:
        """Sends all of `data`."""


class LineSplitter:
    r"""Cuts a byte stream into lines at `\n`, whatever the sizes of its pieces.

    Of a line, what stands before the last unprintable byte is dropped: a UART that starts up puts
    a few wild bytes before the first message. Empty lines are dropped.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The lines that `data` completes, in order."""
        *whole, rest = (self._rest + data).split(b"\n")
        if len(rest) > LONGEST_LINE:
            whole.append(rest)
            rest = b""
        self._rest = rest
        return [line for line in map(_clean, whole) if line]


def _clean(raw: bytes) -> str:
    return _UNPRINTABLE.split(raw.rstrip(b"\r"))[-1].strip().decode("ascii")


class LineReader:
    """Lines from a byte stream, awaited under a deadline."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._splitter = LineSplitter()
        self._lines: deque[str] = deque()
        self.tail = b""
        """The last bytes that came."""

    def next_line(self, deadline: Deadline) -> str:
        """The next line. Raises DeviceTimeoutError where none is complete by the deadline."""
        while not self._lines:
            if deadline.expired:
                raise deadline.error(self.tail)
            self._take(self._stream.read(min(_SLICE_SECONDS, deadline.remaining)))
        return self._lines.popleft()

    def forget(self) -> None:
        """Drops lines that have come and not been asked for."""
        self._take(self._stream.read(0))
        self._lines.clear()

    def _take(self, data: bytes) -> None:
        self.tail = (self.tail + data)[-_TAIL_BYTES:]
        self._lines.extend(self._splitter.feed(data))
