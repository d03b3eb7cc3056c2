"""A byte stream to a device, with timeouts and a transcript."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError
from neurio_gen.protocol.deadline import Deadline, describe_tail

POLL_SECONDS = 0.05
"""How long a reader thread waits for bytes before it looks whether the link was closed."""

_QUEUED_CHUNKS = 1024
_REMEMBERED_BYTES = 256


class LinkClosedError(DeviceError):
    """The other end is gone: a pulled cable, a process that ended, a closed socket."""


class Link(ABC):
    """Bytes to and from a device.

    A thread reads all the time, so that nothing is lost while the host is busy and the transcript
    is complete; it stops reading when the host falls far behind, which holds back a device that
    floods the line. A subclass says how to receive, send, and shut down, and calls `start` when
    it is ready. Methods may be called from one thread at a time.
    """

    def __init__(
        self,
        description: str,
        transcript: Transcript | None = None,
        explain: Callable[[], str] | None = None,
    ) -> None:
        """`description` names the link in messages, such as `serial port /dev/ttyACM0`.

        `explain` is asked once, when the stream has ended, for the reason.
        """
        self.description = description
        self.transcript = transcript or Transcript(None)
        self.lost_by_device: Callable[[], float] = lambda: 0.0
        self._explain = explain
        self._chunks: queue.Queue[bytes | None] = queue.Queue(_QUEUED_CHUNKS)
        self._tail = b""
        self._ended: str | None = None
        self._closed = threading.Event()
        self._reader = threading.Thread(
            target=self._read_all, name=f"reader of {description}", daemon=True
        )

    @property
    def baud(self) -> int | None:
        """The rate of the line, bits per second; None where the medium has none, as a pipe."""
        return None

    def set_baud(self, baud: int) -> None:
        """Goes on at another rate, once what was sent has left.

        Raises DeviceError where the line has no rate, or not that one.
        """
        raise DeviceError(f"The {self.description} has no baud rate.")

    def lost(self) -> float:
        """Seconds that the device has not had, because this computer was busy with others."""
        return self.lost_by_device()

    def rest(self, seconds: float) -> None:
        """Lets the device see a silent line for that much of its time."""
        time.sleep(seconds)

    @property
    def tail(self) -> bytes:
        """The last bytes that were read, for error messages."""
        return self._tail

    def start(self) -> None:
        """Starts the reader thread."""
        self._reader.start()

    def read(self, timeout: float) -> bytes:
        """The bytes that have come, at least one; b"" if none came in `timeout` seconds.

        Raises LinkClosedError where the other end is gone and all it sent has been read.
        """
        if self._closed.is_set():
            raise LinkClosedError(f"The {self.description} is closed.")
        try:
            chunk = self._chunks.get(timeout=timeout) if timeout > 0 else self._chunks.get_nowait()
        except queue.Empty:
            return b""
        received = bytearray()
        while chunk is not None:
            received += chunk
            try:
                chunk = self._chunks.get_nowait()
            except queue.Empty:
                break
        if chunk is None:
            self._put_end()
            if not received:
                raise LinkClosedError(
                    f"The {self.description} ended ({self._ended}); {describe_tail(self._tail)}.",
                    hint="Look at the cable, the board's power, or the emulator's message.",
                )
        self._tail = (self._tail + received)[-_REMEMBERED_BYTES:]
        return bytes(received)

    def write(self, data: bytes, timeout: float = 10.0) -> None:
        """Sends all of `data`.

        Raises DeviceTimeoutError where the device takes no bytes for `timeout` seconds,
        LinkClosedError where the other end is gone.
        """
        if self._closed.is_set():
            raise LinkClosedError(f"The {self.description} is closed.")
        self.transcript.sent(data)
        what = f"the {self.description} to take {len(data)} bytes"
        deadline = Deadline(timeout, what, self.lost)
        rest = memoryview(data)
        while rest:
            try:
                if deadline.expired:
                    raise TimeoutError
                rest = rest[self._send(rest, deadline.remaining) :]
            except TimeoutError:
                self.transcript.note(f"not taken: {len(rest)} of {len(data)} bytes")
                raise deadline.error(self._tail) from None
            except OSError as error:
                reason = self._explain() if self._explain else error
                raise LinkClosedError(
                    f"The {self.description} takes no more bytes ({reason}); "
                    f"{describe_tail(self._tail)}."
                ) from error

    def close(self) -> None:
        """Ends the reader thread and shuts the stream down. May be called twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        if self._reader.ident is not None and self._reader is not threading.current_thread():
            self._reader.join(timeout=2.0)
        with contextlib.suppress(OSError):
            self._shutdown()
        self.transcript.close()

    @abstractmethod
    def _receive(self) -> bytes:
        """Bytes that have come; b"" after at most POLL_SECONDS without any.

        Raises EOFError or OSError at the end of the stream.
        """

    @abstractmethod
    def _send(self, data: memoryview, timeout: float) -> int:
        """Sends some of `data` within `timeout` seconds; the number of bytes taken, maybe 0.

        Raises TimeoutError where it is not known how many were taken, OSError at the stream's end.
        """

    @abstractmethod
    def _shutdown(self) -> None:
        """Gives the stream back to the system."""

    def _read_all(self) -> None:
        while not self._closed.is_set():
            try:
                data = self._receive()
            except (OSError, EOFError) as error:
                self._ended = self._explain() if self._explain else str(error) or "end of stream"
                self.transcript.note(f"{self.description} ended: {self._ended}")
                self._put_end()
                return
            if data:
                self.transcript.received(data)
                self._put(data)

    def _put(self, item: bytes | None) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self._chunks.put(item, timeout=POLL_SECONDS)
                return

    def _put_end(self) -> None:
        self._put(None)
