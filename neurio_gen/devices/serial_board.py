"""A board on a serial port."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import ClassVar

import serial

from neurio_gen.boards import Board
from neurio_gen.devices.device import Device
from neurio_gen.devices.link import Link
from neurio_gen.devices.links import SerialLink
from neurio_gen.devices.ports import find_port, find_ports
from neurio_gen.devices.transcript import Transcript
from neurio_gen.devices.udev import INSTALL
from neurio_gen.errors import DeviceError
from neurio_gen.results.words import TimeBase

_PORT_GROUPS = ("dialout", "uucp", "plugdev")
"""What distributions call the group that serial ports belong to."""


class SerialDevice(Device):
    """A board with its firmware already in flash, on a port of this machine or of a remote one."""

    kind: ClassVar[str] = "serial"
    time_base: ClassVar[TimeBase] = "silicon"

    def __init__(
        self,
        board: Board,
        port: str | None = None,
        baud: int | None = None,
        log: Path | None = None,
    ) -> None:
        """`port` as `ports.find_port` takes it; `baud` is the rate to open it at."""
        super().__init__(board, log)
        self.port = port
        self.baud = baud or board.baud
        self.other_ports: list[str] = []
        """Further ports of the same probe, where it has several."""

    @property
    def has_rate(self) -> bool:
        """Whether a baud rate means something to the port: not to a TCP socket."""
        return not find_port(self.board, self.port).startswith("socket://")

    def reopen(self, baud: int) -> Link:
        """Closes the link and opens the port again at another rate."""
        self.close()
        self.baud = baud
        return self.open()

    def _open(self, transcript: Transcript) -> Link:
        port, *self.other_ports = find_ports(self.board, self.port)
        try:
            return SerialLink(port, self.baud, transcript)
        except (OSError, ValueError) as error:
            raise explained(port, error) from error

    def _close(self) -> None:
        """Nothing is left to end: the port belongs to the link."""


def explained(port: str, error: Exception) -> DeviceError:
    """Why a port could not be opened, and what to do about it."""
    code = error.errno if isinstance(error, OSError) else None
    if code in (errno.EACCES, errno.EPERM):
        return DeviceError(f"You may not open the port {port}.", hint=_permission_hint(port))
    if code in (errno.EBUSY, errno.EAGAIN):
        return DeviceError(
            f"Another program uses the port {port}.", hint="Close terminals and monitors on it."
        )
    if code == errno.ENOENT:
        return DeviceError(
            f"There is no port {port}.", hint="`neurio-gen doctor` lists what is connected."
        )
    reason = str(error) if isinstance(error, (serial.SerialException, ValueError)) else repr(error)
    return DeviceError(f"The port {port} cannot be opened: {reason}.")


def _permission_hint(port: str) -> str:
    """Nobody is ever told to join the group of root: a rule gives the port to its user instead."""
    rules = f"Let udev rules give boards to you: {INSTALL}; then plug the board in anew."
    group = _group(port)
    if group is None:
        return rules
    return f"Join its group and log in again: sudo usermod -aG {group} $USER. Or: {rules}"


def _group(port: str) -> str | None:
    """The group of the port, where it has one for ports alone."""
    try:
        import grp

        name = grp.getgrgid(os.stat(port).st_gid).gr_name  # noqa: PTH116 - a device, not a file
    except (ImportError, OSError, KeyError):
        return None
    return name if name in _PORT_GROUPS else None
