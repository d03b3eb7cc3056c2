"""A client of QEMU's debugger interface (GDB Remote Serial Protocol), as small as it can be."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from pathlib import Path

from neurio_gen.closing import Closing
from neurio_gen.errors import DeviceError

_CONNECT_SECONDS = 10.0
_BYTES_A_PACKET = 1024  # two characters each: QEMU 7.2 takes packets of 4,096
_POLL_SECONDS = 0.02


class Debugger(Closing):
    """Stops a virtual machine, looks at it, writes its memory. A context manager.

    Leaving lets the machine run on. It may be left twice, and by one thread while another awaits
    an answer.
    """

    def __init__(self, path: Path, timeout: float = 30.0) -> None:
        """Connects to the socket at `path`, which stops the machine. Raises DeviceError."""
        self._timeout = timeout
        self._received = bytearray()
        self._socket = _connect(path)
        self._send("qAttached")
        # QEMU before 8.1 tells of the stop unasked
        while self._answer(timeout, "an answer to 'qAttached'").startswith(("S", "T")):
            pass

    def close(self) -> None:
        """Lets the machine run on."""
        try:
            self._send("D")
        except OSError:  # the machine has ended
            pass
        finally:
            self._hang_up()

    def run_to(self, address: int, timeout: float) -> None:
        """Lets the machine run until it is about to execute `address`; `timeout` in seconds."""
        self._expect_ok(f"Z1,{address:x},2")
        self._send("c")
        answer = self._answer(timeout, f"the program at 0x{address:08x}")
        if not answer.startswith(("S05", "T05")):
            raise DeviceError(f"QEMU stopped with {answer!r} instead of at 0x{address:08x}.")
        self._expect_ok(f"z1,{address:x},2")

    def register(self, number: int) -> int:
        """A register of 32 bits, by its number in the architecture."""
        digits = self._command("g")[8 * number : 8 * number + 8]
        return _number(digits, f"register {number}")

    def word(self, address: int) -> int:
        """A word of memory or of a peripheral."""
        return _number(self._command(f"m{address:x},4"), f"0x{address:08x}")

    def write(self, address: int, data: bytes) -> None:
        """Sets bytes of memory."""
        for start in range(0, len(data), _BYTES_A_PACKET):
            part = data[start : start + _BYTES_A_PACKET]
            self._expect_ok(f"M{address + start:x},{len(part):x}:{part.hex()}")

    def _hang_up(self) -> None:
        """Ends the connection, and an answer that another thread awaits."""
        with suppress(OSError):  # it has ended already
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _expect_ok(self, packet: str) -> None:
        answer = self._command(packet)
        if answer != "OK":
            raise DeviceError(f"QEMU's debugger interface refuses {packet[:40]!r}: {answer!r}.")

    def _command(self, packet: str) -> str:
        self._send(packet)
        return self._answer(self._timeout, f"an answer to {packet[:40]!r}")

    def _send(self, packet: str) -> None:
        data = packet.encode()
        self._socket.sendall(b"$" + data + f"#{sum(data) % 256:02x}".encode())

    def _answer(self, timeout: float, awaited: str) -> str:
        deadline = time.monotonic() + timeout
        while True:
            begin, end = self._received.find(b"$"), self._received.find(b"#")
            if 0 <= begin < end and len(self._received) >= end + 3:
                packet = bytes(self._received[begin + 1 : end])
                del self._received[: end + 3]
                self._socket.sendall(b"+")
                return packet.decode("ascii", "replace")
            self._receive(deadline, awaited)

    def _receive(self, deadline: float, awaited: str) -> None:
        self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            data = self._socket.recv(4096)
        except TimeoutError:
            raise DeviceError(
                f"QEMU's debugger interface was silent while {awaited} was awaited; "
                f"last bytes: {bytes(self._received[-40:])!r}."
            ) from None
        if not data:
            raise DeviceError(f"QEMU ended while {awaited} was awaited.")
        self._received += data


def _number(digits: str, what: str) -> int:
    """A little-endian word of eight hex digits."""
    try:
        (word,) = struct.unpack("<I", bytes.fromhex(digits))
    except (ValueError, struct.error):
        raise DeviceError(f"QEMU cannot read {what}: it answers {digits!r}.") from None
    return int(word)


def _connect(path: Path) -> socket.socket:
    deadline = time.monotonic() + _CONNECT_SECONDS
    while True:
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            client.connect(str(path))
            return client
        except OSError as error:
            client.close()
            if time.monotonic() > deadline:
                raise DeviceError(
                    f"QEMU's debugger interface at {path} cannot be reached: {error}."
                ) from error
            time.sleep(_POLL_SECONDS)
