"""Which debug probe leads to the board that is meant."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.devices.ports import PORT_VARIABLE, PortInfo, candidates, connected_ports, described
from neurio_gen.errors import DeviceError


@dataclass(frozen=True)
class Probe:
    """A debug probe, by what tools and drives know it by; None where that is not known.

    `serial` is its USB serial number, `place` where it is plugged in, such as `1-2.4`. `asked` is
    one that was named by its number; `alone` one beside which no other is connected that could be
    the board's.
    """

    serial: str | None = None
    place: str | None = None
    asked: bool = False
    alone: bool = False


def find_probe(
    board: Board,
    port: str | None = None,
    *,
    serial: str | None = None,
    taken: Iterable[str | None] = (),
    ports: Sequence[PortInfo] | None = None,
) -> Probe | None:
    """The probe to write to `board` through; None where no probe of its kind is connected.

    `serial` names one. Otherwise it is the probe that `port`, a device name or a serial number,
    belongs to, if its maker is that of the board's probes, or the only one of the board's kind.
    `taken` are ports that other parts of a bench have, as an interface board. `ports` replaces
    what is connected, for tests. Raises DeviceError where several probes could be meant: any of
    their boards might be overwritten.
    """
    here = connected_ports() if ports is None else ports
    wish = port or os.environ.get(PORT_VARIABLE)
    others = [name for name in taken if name is not None]
    here = [one for one in here if not any(is_named(one, name) for name in others)]
    own = _probes(candidates(board, here))
    alone = len(own) < 2
    if serial is not None:
        place = next((place for number, place in _probes(here) if number == serial), None)
        return Probe(serial, place, asked=True, alone=alone and (not own or own[0][0] == serial))
    if wish is not None:
        if not ("://" in wish or Path(wish).exists() or any(is_named(one, wish) for one in here)):
            raise DeviceError(
                f"There is no port {wish}.",
                hint="Nothing was written. `neurio-gen doctor` lists what is connected.",
            )
        makers = {usb.vid for usb in board.usb}
        of_port = _probes(one for one in here if is_named(one, wish) and one.vid in makers)
        if of_port:
            own = of_port
    if not own:
        return None
    if len(own) > 1:
        raise _ambiguous(board, wish, here)
    ((number, place),) = own
    if number is None and not alone:
        raise _ambiguous(board, wish, here)
    return Probe(number, place, alone=alone)


def is_named(port: PortInfo, name: str) -> bool:
    """Whether `name` means the port: its device name, a link to it, or its serial number."""
    if name in (port.device, port.serial_number):
        return True
    return "://" not in name and os.path.realpath(name) == os.path.realpath(port.device)


def _probes(ports: Iterable[PortInfo]) -> list[tuple[str | None, str | None]]:
    """Serial number and place of each probe once, though it may have several ports."""
    return list(dict.fromkeys((_number(port), _place(port)) for port in ports))


def _number(port: PortInfo) -> str | None:
    """A serial number that a command line can carry: some old ST-LINKs have wild bytes there."""
    number = port.serial_number
    return number if number and number.isascii() and number.isprintable() else None


def _place(port: PortInfo) -> str | None:
    location = getattr(port, "location", None)
    return location.partition(":")[0] if isinstance(location, str) and location else None


def _ambiguous(board: Board, wish: str | None, here: Iterable[PortInfo]) -> DeviceError:
    listed = "\n".join(f"  - {described(port)}" for port in candidates(board, here))
    which = (
        f"and the port {wish} belongs to none of them" if wish else f"any may lead to {board.id}"
    )
    return DeviceError(
        f"Several debug probes are connected, {which}:\n{listed}",
        hint="Nothing was written. Name the probe by its serial number: --probe NUMBER.",
    )
