"""The official interface board, emulated: a stream that stands between a program and a device.

It answers as the firmware in `benchmark/interface` of mlcommons/tiny does for energy runs: commands
of its own, and `dut COMMAND%` for the device behind it.
"""

from __future__ import annotations

from neurio_gen.errors import DeviceError
from neurio_gen.protocol import wire
from neurio_gen.protocol.lines import ByteStream, RatedStream

NAME = "tinyML Enhanced Interface Board"

_TERMINATOR = wire.TERMINATOR.encode()
_READY = f"{wire.Answer.READY.value}\r\n".encode()
_PREFIX = b"[dut]: "


class EmulatedInterfaceBoard:
    """Passes commands on to `device`, whose rate it sets, and its lines back behind `[dut]: `."""

    def __init__(self, device: ByteStream) -> None:
        self._device = device
        self._command = b""
        self._line = b""
        self._said = b""

    @property
    def baud(self) -> int:
        """The rate towards the device; that of energy mode where it has none."""
        baud = self._device.baud if isinstance(self._device, RatedStream) else None
        return baud or wire.ENERGY_BAUD

    def write(self, data: bytes) -> None:
        """Takes commands, in whatever pieces they come."""
        *commands, self._command = (self._command + data).split(_TERMINATOR)
        for command in commands:
            word, _, rest = command.decode("ascii", "replace").partition(" ")
            self._run(word, rest)

    def read(self, timeout: float) -> bytes:
        """What it has said itself, then the whole lines of the device."""
        if self._said:
            timeout = 0.0
        *lines, self._line = (self._line + self._device.read(timeout)).split(b"\n")
        said, self._said = self._said, b""
        return said + b"".join(_PREFIX + line.rstrip(b"\r") + b"\r\n" for line in lines)

    def _run(self, word: str, rest: str) -> None:
        if word == "name":
            self._said += f"{NAME}\r\n".encode()
        elif word == "dut":
            self._said += f"m-dut-passthrough({rest})\r\n".encode() + _READY
            self._device.write(rest.encode() + _TERMINATOR)
            return
        elif word == "checkbaud":
            self._said += f"baud is: {self.baud}\n".encode()
        elif word == "setbaud" and rest.isascii() and rest.isdecimal():
            self._set_baud(int(rest))
            self._said += f"set baud to: {rest}\n".encode()
        self._said += _READY

    def _set_baud(self, baud: int) -> None:
        """As a UART whose divider has no such rate, it stays where it is without a word."""
        if isinstance(self._device, RatedStream) and self._device.baud not in (None, baud):
            try:
                self._device.set_baud(baud)
            except DeviceError:
                return
