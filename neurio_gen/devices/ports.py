"""Which serial port a board is on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from serial.tools import list_ports

from neurio_gen.boards import Board
from neurio_gen.errors import DeviceError

PORT_VARIABLE = "NEURIO_GEN_PORT"


class PortInfo(Protocol):
    """What pyserial tells of a port."""

    @property
    def device(self) -> str:
        """The name to open it by."""

    @property
    def description(self) -> str | None:
        """Its name for people."""

    @property
    def vid(self) -> int | None:
        """USB vendor id; None where it is not on USB."""

    @property
    def pid(self) -> int | None:
        """USB product id."""

    @property
    def serial_number(self) -> str | None:
        """USB serial number."""


def connected_ports() -> tuple[PortInfo, ...]:
    """The serial ports of this machine, sorted by name."""
    return tuple(sorted(list_ports.comports(), key=lambda port: port.device))


def candidates(board: Board, ports: Iterable[PortInfo]) -> tuple[PortInfo, ...]:
    """The ports whose USB vendor and product ids are among the board's."""
    wanted = {(usb.vid, usb.pid) for usb in board.usb}
    return tuple(port for port in ports if (port.vid, port.pid) in wanted)


def find_port(
    board: Board, port: str | None = None, ports: Sequence[PortInfo] | None = None
) -> str:
    """The port to open for a board: a device name or a URL of pyserial.

    `port` decides, then the variable NEURIO_GEN_PORT; either may also be the USB serial number of
    a probe. Without both, the board's USB ids do. Of several ports of one probe it is the first.
    `ports` replaces what is connected, for tests. Raises DeviceError where no port matches, or
    ports of several probes do.
    """
    return find_ports(board, port, ports)[0]


def find_ports(
    board: Board, port: str | None = None, ports: Sequence[PortInfo] | None = None
) -> tuple[str, ...]:
    """As `find_port`, with the other ports of the same probe behind the one to open."""
    here = connected_ports() if ports is None else ports
    wish = port or os.environ.get(PORT_VARIABLE)
    if wish:
        named = [one for one in here if one.serial_number == wish]
        return tuple(one.device for one in sorted(named, key=_order)) or (wish,)
    found = candidates(board, here)
    if len({one.serial_number for one in found}) == 1 and (
        len(found) == 1 or found[0].serial_number
    ):
        return tuple(one.device for one in sorted(found, key=_order))
    if found:
        raise DeviceError(
            f"{len(found)} connected ports could be the board {board.id}:\n{_listed(found)}",
            hint=f"Choose one: --port {found[0].device}, or its serial number, or {PORT_VARIABLE}.",
        )
    wanted = ", ".join(f"{usb.vid:04x}:{usb.pid:04x}" for usb in board.usb) or "none known"
    seen = f"These ports are connected:\n{_listed(here)}" if here else "No port is connected."
    raise DeviceError(
        f"No port with the USB ids of the board {board.id} ({wanted}) was found. {seen}",
        hint="Plug in the board's debug connector with a data cable, or name the port: "
        "--port /dev/ttyACM0, --port socket://host:port, --port rfc2217://host:port.",
    )


def _order(port: PortInfo) -> tuple[str, str]:
    """The ports of a probe in the order of its USB interfaces, then by name."""
    location = getattr(port, "location", None)
    return location or "", port.device


def is_there(board: Board, port: str | None = None) -> bool:
    """Whether `find_port` would find something to open, as far as that can be told."""
    here = connected_ports()
    wish = port or os.environ.get(PORT_VARIABLE)
    if not wish:
        return bool(candidates(board, here))
    known = any(wish in (one.device, one.serial_number) for one in here)
    return known or "://" in wish or Path(wish).exists()


def _listed(ports: Iterable[PortInfo]) -> str:
    return "\n".join(f"  - {described(port)}" for port in ports)


def described(port: PortInfo) -> str:
    """A port for people: its name, what it is, its USB ids and serial number."""
    usb = "" if port.vid is None or port.pid is None else f", USB {port.vid:04x}:{port.pid:04x}"
    number = f", serial number {port.serial_number}" if port.serial_number else ""
    return f"{port.device}: {port.description or 'no description'}{usb}{number}"
