"""A device for other programs: its link on a pseudo-terminal, or on a TCP port.

Other tools expect a serial port that a board is behind all the time: connections come and go, and
what the board says while nobody is connected is lost.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import select
import socket
import termios
import threading
import tty
from abc import abstractmethod
from collections.abc import Callable

from neurio_gen.closing import Closing
from neurio_gen.devices.identity import EmulatorMark
from neurio_gen.devices.link import POLL_SECONDS
from neurio_gen.errors import UsageError
from neurio_gen.protocol import wire
from neurio_gen.protocol.lines import ByteStream

_CHUNK = 4096
_QUIET_SECONDS = 0.1
_RATES = {
    getattr(termios, f"B{rate}"): rate
    for rate in (*wire.RATES, 19200, 38400, 500000, 1500000, 3000000)
    if hasattr(termios, f"B{rate}")
}
"""Rates by the constants that terminals have for them."""
_TERMINATOR = wire.TERMINATOR.encode()


class Endpoint(Closing):
    """Where other programs connect, one after the other. A context manager."""

    @property
    @abstractmethod
    def address(self) -> str:
        """What to give to another program: a path, or `socket://host:port`."""

    @property
    def baud(self) -> int | None:
        """The rate that the program has set; None where there is none."""
        return None

    @abstractmethod
    def accept(self, timeout: float) -> bool:
        """Whether a program is connected; waits for one for `timeout` seconds."""

    @abstractmethod
    def receive(self, timeout: float) -> bytes | None:
        """Bytes of the program; b"" if none came in `timeout` seconds, None when it has gone."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Sends to the program. What it does not take is lost, as on a wire."""

    @abstractmethod
    def discard(self) -> None:
        """Forgets what the last program has not read; the next one must not find it."""

    @abstractmethod
    def close(self) -> None:
        """Gives the address up."""


class TerminalEndpoint(Endpoint):
    """A raw pseudo-terminal. A program is connected while it holds the other end open."""

    def __init__(self) -> None:
        self._ours, theirs = pty.openpty()
        tty.setraw(theirs)
        self._address = os.ttyname(theirs)
        # From now on the system tells whether anybody holds the other end.
        os.close(theirs)
        os.set_blocking(self._ours, False)
        self._poll = select.poll()
        self._poll.register(self._ours, select.POLLIN)

    @property
    def address(self) -> str:
        """The path of the other end."""
        return self._address

    @property
    def baud(self) -> int | None:
        """The rate that is set at the other end: both ends of a terminal have one."""
        return _RATES.get(termios.tcgetattr(self._ours)[5])

    def accept(self, timeout: float) -> bool:
        """Whether the other end is open."""
        if not self._hung_up():
            return True
        threading.Event().wait(timeout)
        return not self._hung_up()

    def receive(self, timeout: float) -> bytes | None:
        """Bytes of the program; what it wrote before it went is read first."""
        events = self._poll.poll(1000 * timeout)
        if not events:
            return b""
        try:
            return os.read(self._ours, _CHUNK) or None
        except BlockingIOError:
            return None if self._hung_up() else b""
        except OSError as error:
            if error.errno == errno.EIO:  # the other end is closed
                return None
            raise

    def send(self, data: bytes) -> None:
        """Sends to the program; one that does not read loses what its terminal cannot hold."""
        rest = memoryview(data)
        while rest and not self._hung_up():
            _, ready, _ = select.select([], [self._ours], [], 1.0)
            if not ready:
                return
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(self._ours, rest) :]

    def discard(self) -> None:
        """Empties the terminal's buffers."""
        termios.tcflush(self._ours, termios.TCIOFLUSH)

    def close(self) -> None:
        """Takes the terminal away."""
        with contextlib.suppress(OSError):
            os.close(self._ours)

    def _hung_up(self) -> bool:
        return any(event & select.POLLHUP for _, event in self._poll.poll(0))


class TcpEndpoint(Endpoint):
    """A TCP port of this machine, for one connection at a time."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        """`port` 0 takes a free one. Raises UsageError where the port cannot be had."""
        try:
            self._server = socket.create_server((host, port))
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"The TCP port {port} cannot be used: {error}.",
                hint="Choose another one, or 0 for any.",
            ) from error
        self._client: socket.socket | None = None

    @property
    def address(self) -> str:
        """The URL that pyserial takes."""
        host, port = self._server.getsockname()[:2]
        return f"socket://{host}:{port}"

    def accept(self, timeout: float) -> bool:
        """Whether a program is connected."""
        if self._client is None:
            ready, _, _ = select.select([self._server], [], [], timeout)
            if ready:
                self._client, _ = self._server.accept()
                self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._client is not None

    def receive(self, timeout: float) -> bytes | None:
        """Bytes of the program."""
        if self._client is None:
            return None
        ready, _, _ = select.select([self._client], [], [], timeout)
        if not ready:
            return b""
        try:
            data = self._client.recv(_CHUNK)
        except OSError:
            data = b""
        if not data:
            self._client.close()
            self._client = None
        return data or None

    def send(self, data: bytes) -> None:
        """Sends to the program."""
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.settimeout(1.0)
                self._client.sendall(data)

    def discard(self) -> None:
        """Each connection has buffers of its own: there is nothing to forget."""

    def close(self) -> None:
        """Gives the port up."""
        if self._client is not None:
            self._client.close()
        self._server.close()


def serve(
    link: ByteStream,
    endpoint: Endpoint,
    stop: threading.Event | None = None,
    mark: EmulatorMark | None = None,
    follow: Callable[[int], None] | None = None,
) -> None:
    """Connects programs with the device, one after the other, until `stop` is set.

    `mark` changes what the device says, so that no program takes an emulator for a board. `follow`
    is called with the rate of a program that has set another one than the last program, before its
    bytes are passed on. Raises LinkClosedError when the device ends.
    """
    rate = _Rate(endpoint, follow)
    ended = stop or threading.Event()
    while not ended.is_set():
        link.read(0)  # what is said to nobody is lost
        if endpoint.accept(POLL_SECONDS):
            _connect(link, endpoint, ended, mark, rate)


class _Rate:
    """Looks at the rate of a program, which it sets behind the opening of its port."""

    def __init__(self, endpoint: Endpoint, follow: Callable[[int], None] | None) -> None:
        self._endpoint = endpoint
        self._follow = follow
        self._last: int | None = None

    def look(self) -> None:
        rate = self._endpoint.baud
        if self._follow is not None and rate is not None and rate != self._last:
            self._follow(rate)
            self._last = rate


def _connect(
    link: ByteStream,
    endpoint: Endpoint,
    ended: threading.Event,
    mark: EmulatorMark | None,
    rate: _Rate,
) -> None:
    """Passes bytes both ways until the program goes. Half a command does not outlive it."""
    last = _TERMINATOR
    while not ended.is_set():
        from_program = endpoint.receive(0.002)
        if from_program is None:
            break
        if from_program:
            rate.look()
            link.write(from_program)
            last = from_program[-1:]
        if from_device := link.read(0.002):
            endpoint.send(mark.feed(from_device) if mark else from_device)
    endpoint.discard()
    if last != _TERMINATOR:
        link.write(_TERMINATOR)
        while link.read(_QUIET_SECONDS):
            pass
