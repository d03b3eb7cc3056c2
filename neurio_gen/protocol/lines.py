"""From bytes to lines: what a device sends, cut at line ends, with the dirt taken off."""

from __future__ import annotations

import re
import time
from collections import deque
from typing import Protocol, runtime_checkable

from neurio_gen.errors import ProtocolError
from neurio_gen.protocol import wire
from neurio_gen.protocol.deadline import Deadline, describe_tail

LONGEST_LINE = 1 << 26
"""A line is cut here, so that a device which never ends one cannot fill the memory: 64 MiB, the
results of some eight million outputs."""

_TAIL_BYTES = 256
_SLICE_SECONDS = 0.25
_GROWING_SECONDS = 2.0
"""How long after its last byte a line counts as being sent."""
_RESULTS = wire.Answer.RESULTS.value.partition("{}")[0].encode()
_MOST_NOISE = 32
_NOISE = re.compile(rb"[^\x20-\x7e\t\r\n]")
_BEHIND_CONSOLE = re.compile(r"(?!m-|e-\[).*?[%>$#:)\s](m-[a-z\[].*|e-\[.*)")
"""An answer that does not begin its line, behind the end of a prompt or of an echoed command."""
_UNPRINTABLE = re.compile(rb"[^\x20-\x7e\t]")


class ByteStream(Protocol):
    """What the protocol needs of a link."""

    def read(self, timeout: float) -> bytes:
        """The bytes that have come; b"" if none came in `timeout` seconds."""

    def write(self, data: bytes) -> None:
        """Sends all of `data`."""


@runtime_checkable
class BusyStream(ByteStream, Protocol):
    """A stream to a device that shares this computer with other programs."""

    def lost(self) -> float:
        """Seconds that the device has not had since it began, as a growing number."""


@runtime_checkable
class RatedStream(ByteStream, Protocol):
    """A line whose rate the host can set."""

    @property
    def baud(self) -> int | None:
        """Bits per second; None where there turns out to be no rate."""

    def set_baud(self, baud: int) -> None:
        """Goes on at another rate. Raises DeviceError where the line cannot."""

    def rest(self, seconds: float) -> None:
        """Lets the device see a silent line for so long."""


class LineSplitter:
    r"""Cuts a byte stream into lines at `\n`, whatever the sizes of its pieces.

    Of a line, what stands before the last unprintable byte is dropped: a UART that starts up puts
    a few wild bytes before the first message. Dropped, too, are empty lines, and what a console
    puts before an answer: a prompt, or the echo of the command.
    """

    def __init__(self) -> None:
        self._rest = bytearray()

    @property
    def is_within_results(self) -> bool:
        """Whether the one line that may be long has begun and not ended."""
        return self._rest.startswith(_RESULTS)

    def feed(self, data: bytes) -> list[str]:
        """The lines that `data` completes, in order."""
        self._rest += data
        if b"\n" not in data and len(self._rest) <= LONGEST_LINE:
            return []
        *whole, self._rest = self._rest.split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            whole.append(self._rest)
            self._rest = bytearray()
        return [line for line in map(_clean, whole) if line]


def _clean(raw: bytearray) -> str:
    line = _UNPRINTABLE.split(bytes(raw).rstrip(b"\r"))[-1].strip().decode("ascii")
    answer = _BEHIND_CONSOLE.match(line)
    return answer[1] if answer else line


class LineReader:
    """Lines from a byte stream, awaited under a deadline."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._splitter = LineSplitter()
        self._lines: deque[str] = deque()
        self._noise = 0
        self.tail = b""
        """The last bytes that came."""
        self.gives_up_on_noise = False
        """Whether bytes that are no text end the wait for a line, as on a line at a wrong rate."""

    def next_line(self, deadline: Deadline) -> str:
        """The next line.

        Raises DeviceTimeoutError where none is complete by the deadline and no results are being
        sent,
        ProtocolError where noise comes instead and is given up on.
        """
        grown = -_GROWING_SECONDS
        while not self._lines:
            if self.gives_up_on_noise and self._noise > _MOST_NOISE:
                self._noise = 0
                raise ProtocolError(f"Noise came, and no text; {describe_tail(self.tail)}.")
            growing = (
                self._splitter.is_within_results and time.monotonic() - grown < _GROWING_SECONDS
            )
            if deadline.expired and not growing:
                raise deadline.error(self.tail)
            limit = _SLICE_SECONDS if growing else deadline.remaining
            data = self._stream.read(min(_SLICE_SECONDS, limit))
            if data:
                grown = time.monotonic()
            self._take(data)
        return self._lines.popleft()

    def forget(self) -> None:
        """Drops lines that have come and not been asked for."""
        self._take(self._stream.read(0))
        self._lines.clear()

    def forget_noise(self) -> None:
        """What came so far is not counted as noise."""
        self._noise = 0

    def _take(self, data: bytes) -> None:
        self._noise += len(_NOISE.findall(data))
        self.tail = (self.tail + data)[-_TAIL_BYTES:]
        self._lines.extend(self._splitter.feed(data))
