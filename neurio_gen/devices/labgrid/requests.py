"""What the process that holds a place is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Which places are meant: the one of that name, or all that are tagged with the board's id."""

    place: str | None
    board: str


@dataclass(frozen=True)
class Seen:
    """A place that fits, with the classes of its resources; `holder` has it, None if nobody."""

    place: str
    resources: tuple[str, ...]
    holder: str | None


@dataclass(frozen=True)
class Take:
    """Acquire one of the places that `Look` finds; one that is held is waited for."""

    look: Look
    seconds: float


@dataclass(frozen=True)
class Taken:
    """The place that was acquired; `url` leads to its serial port."""

    place: str
    url: str
    resources: tuple[str, ...]


@dataclass(frozen=True)
class Confirm:
    """Refused where the place is no longer held."""


@dataclass(frozen=True)
class OpenOcdRun:
    """Commands for OpenOCD, `{elf}` in them is the file on the exporter's machine.

    `interface` is the name of a script of OpenOCD's below `interface/`.
    """

    interface: str
    commands: tuple[str, ...]
    elf: str | None = None


@dataclass(frozen=True)
class StorageCopy:
    """A file for the drive that the board's probe or boot loader shows."""

    file: str


@dataclass(frozen=True)
class PowerCycle:
    """Switch the board off and on by a resource whose class is one of POWER_SWITCHES."""

    resource: str


POWER_SWITCHES = {
    "NetworkPowerPort": "NetworkPowerDriver",
    "NetworkUSBPowerPort": "USBPowerDriver",
    "NetworkYKUSHPowerPort": "YKUSHPowerDriver",
    "NetworkSiSPMPowerPort": "SiSPMPowerDriver",
    "TasmotaPowerPort": "TasmotaPowerDriver",
}
"""Resources that switch a board's power, and labgrid's drivers for them."""

Tool = OpenOcdRun | StorageCopy | PowerCycle


@dataclass(frozen=True)
class Run:
    """A tool on the exporter's machine, for at most `seconds`."""

    tool: Tool
    seconds: float


@dataclass(frozen=True)
class Ran:
    """What a tool has said, and what went wrong, a clause; None where nothing did."""

    output: str
    problem: str | None = None


@dataclass(frozen=True)
class Release:
    """Give the place back."""
