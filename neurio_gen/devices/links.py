"""The streams that devices come on: file descriptors and serial ports."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import time
from collections.abc import Callable

import serial

from neurio_gen.devices.link import POLL_SECONDS, Link
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError

_PORT_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError)
with contextlib.suppress(ImportError):  # not on Windows
    import termios

    _PORT_ERRORS = (OSError, ValueError, termios.error)

_GONE = {errno.EIO, errno.ENXIO, errno.ENODEV}
_CHUNK = 65536
_GATHER_SECONDS = 0.0003
"""Emulators write byte by byte: waiting for the rest of a line spares a wake-up a byte."""


class DescriptorLink(Link):
    """A link over POSIX file descriptors: a process's pipes, a pseudo-terminal, a socket.

    Takes the descriptors over and closes them. `source` and `sink` may be the same one.
    """

    def __init__(
        self,
        description: str,
        source: int,
        sink: int,
        transcript: Transcript | None = None,
        explain: Callable[[], str] | None = None,
    ) -> None:
        """`explain` is asked why the stream ended, for the message."""
        super().__init__(description, transcript, explain)
        self._source = source
        self._sink = sink
        os.set_blocking(sink, False)
        self.start()

    def _receive(self) -> bytes:
        data = self._read(POLL_SECONDS)
        if data and not data.endswith(b"\n"):
            time.sleep(_GATHER_SECONDS)
            with contextlib.suppress(OSError, EOFError):  # the next call meets it again
                data += self._read(0)
        return data

    def _read(self, timeout: float) -> bytes:
        ready, _, _ = select.select([self._source], [], [], timeout)
        if not ready:
            return b""
        try:
            data = os.read(self._source, _CHUNK)
        except BlockingIOError:
            return b""
        if not data:
            raise EOFError("end of stream")
        return data

    def _send(self, data: memoryview, timeout: float) -> int:
        _, ready, _ = select.select([], [self._sink], [], timeout)
        if not ready:
            return 0
        try:
            return os.write(self._sink, data)
        except BlockingIOError:
            return 0

    def _shutdown(self) -> None:
        for descriptor in {self._source, self._sink}:
            with contextlib.suppress(OSError):
                os.close(descriptor)


class SocketLink(DescriptorLink):
    """A link over a connected stream socket, which it takes over."""

    def __init__(
        self, description: str, connection: socket.socket, transcript: Transcript | None = None
    ) -> None:
        connection.setblocking(False)
        descriptor = connection.detach()
        super().__init__(description, descriptor, descriptor, transcript)


class SerialLink(Link):
    """A link over a port of pyserial: a device name, `socket://host:port`, `rfc2217://host:port`."""

    def __init__(
        self,
        port: str,
        baud: int,
        transcript: Transcript | None = None,
        write_timeout: float = 10.0,
    ) -> None:
        """Opens the port, 8N1. Raises serial.SerialException where that fails.

        A local port is opened exclusively: two programs on one port steal each other's bytes.
        """
        super().__init__(f"serial port {port} at {baud} baud", transcript)
        self._name = port
        self._is_socket = port.startswith("socket://")
        exclusive = None if "://" in port or os.name != "posix" else True
        self._port = serial.serial_for_url(
            port,
            baudrate=baud,
            timeout=POLL_SECONDS,
            # RFC 2217 ports of pyserial take none: they write to a socket.
            write_timeout=None if port.startswith("rfc2217://") else write_timeout,
            exclusive=exclusive,
        )
        self.start()

    @property
    def baud(self) -> int | None:
        """The rate of the port; a TCP socket has none."""
        return None if self._is_socket else int(self._port.baudrate)

    def set_baud(self, baud: int) -> None:
        """Sets the port's rate once all that was written has left it."""
        if self._is_socket:
            raise DeviceError(f"The {self.description} is a TCP socket, which has no rate.")
        try:
            self._port.flush()
            self._port.baudrate = baud
        except _PORT_ERRORS as error:
            raise DeviceError(
                f"The {self.description} cannot run at {baud} baud: {error}"
            ) from error
        self.transcript.note(f"at {baud} baud")
        self.description = f"serial port {self._name} at {baud} baud"

    def _receive(self) -> bytes:
        try:
            first = bytes(self._port.read(1))
        except OSError as error:
            if _is_disconnected(error):
                raise EOFError("it was disconnected, or another program reads it") from error
            raise
        if not first:
            return b""
        try:
            return first + bytes(self._port.read(self._port.in_waiting))
        except OSError:
            return first  # the next call meets it again

    def _send(self, data: memoryview, timeout: float) -> int:
        try:
            return int(self._port.write(bytes(data)) or 0)
        except serial.SerialTimeoutException as error:
            raise TimeoutError(str(error)) from error

    def _shutdown(self) -> None:
        self._port.close()


def _is_disconnected(error: OSError) -> bool:
    """Whether a port's error says that the device behind it is gone.

    pyserial words the end of a file as "returned no data", and turns what the system says into a
    SerialException without a number; Linux says EIO, ENXIO or ENODEV as the moment has it.
    """
    causes = (error, error.__context__)
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    return "returned no data" in str(error) or bool(numbers & _GONE)
