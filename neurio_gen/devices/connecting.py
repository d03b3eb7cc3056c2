"""From an open device to a session, or to the reason why there is none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from neurio_gen.devices.device import Device
from neurio_gen.devices.identity import check_identity
from neurio_gen.devices.link import Link
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import DeviceTimeoutError, NeurioGenError
from neurio_gen.protocol import wire
from neurio_gen.protocol.exchange import MODEM_HINT, RefusedError, UnknownCommandError
from neurio_gen.protocol.rate import RateError
from neurio_gen.protocol.session import Session

COMMON_RATES = (115200, 9600, 57600, 230400, 460800, 921600, 38400, 19200)
"""Baud rates that a silent or garbled line is tried with, the likeliest first."""

_SECONDS_A_RATE = 1.5
_SECONDS_BEFORE_WANTED = 4.0
_BREAKS = 8

Note = Callable[[str], None]


def _silent(_: str) -> None:
    return


def connect(device: Device, note: Note = _silent) -> Session:
    """A session with an open device, in step with its firmware, at the rate that is wanted of it.

    Where a board on a serial port does not answer, the wanted rate, then the common ones are
    tried: firmware may be fixed at it. Where the firmware does not agree on the wanted rate, the
    session has the board's own. `note` is called with what everybody should know.
    Raises DeviceTimeoutError whose hint tells a silent line, a wrong baud rate and another
    firmware apart, DeviceError where our firmware for another board answers.
    """
    session = Session(device.link, note=note, memory=device.input_buffer())
    wanted = device.wanted_baud
    try:
        if wanted is None:
            session.connect(device.boot_seconds)
        else:
            session.connect(device.boot_seconds or _SECONDS_BEFORE_WANTED)
    except DeviceTimeoutError as error:
        if not isinstance(device, SerialDevice) or not device.has_rate:
            raise
        session = _at_another_rate(device, error, note)
    if session.shared_with_modem_manager:
        note(f"Something else writes to the port, too. {MODEM_HINT}")
    if isinstance(device, SerialDevice) and device.other_ports:
        others = " or ".join(f"--port {port}" for port in device.other_ports)
        note(f"The probe has several ports; the first one answers. Name another by {others}.")
    check_identity(device.board, session.name(), note)
    if wanted is not None and session.baud != wanted:
        _agree(session, wanted, note)
    device.before_close(session.leave)
    return session


def _agree(session: Session, wanted: int, note: Note) -> None:
    try:
        session.set_baud(wanted)
    except UnknownCommandError:
        note(f"The firmware has one baud rate: it goes on at {session.baud}, not at {wanted}.")
    except (RefusedError, RateError) as error:
        stays = f" It goes on at {session.baud}." if session.baud else ""
        note(f"{error.message}{stays}")


def _at_another_rate(device: SerialDevice, error: DeviceTimeoutError, note: Note) -> Session:
    """A session with a board that does not answer at its own rate, or the reason why not.

    It may have been left at a rate that was agreed on, which a break ends.
    """
    own, wanted = device.baud, device.wanted_baud or device.baud
    device.link.write(_BREAKS * wire.BREAK)
    tried = [own] if wanted == own else [own, wanted]
    for rate in tried:
        session = Session(device.link if rate == device.baud else device.reopen(rate), note=note)
        with contextlib.suppress(DeviceTimeoutError):
            session.connect(_SECONDS_A_RATE)
            return session
    others = [rate for rate in COMMON_RATES if rate not in tried]
    found = answering_rate(device.reopen, others)
    raise explained(error, tried, found, others, device.other_ports) from error


def answering_rate(open_at: Callable[[int], Link], rates: Sequence[int]) -> int | None:
    """The first of `rates` at which the device speaks the protocol; None if it does at none.

    `open_at` closes what it opened before. A device that answers once is answered for: noise
    does not make a name and a profile.
    """
    for rate in rates:
        try:
            Session(open_at(rate), timeout=_SECONDS_A_RATE).connect()
        except NeurioGenError:
            continue
        return rate
    return None


def explained(
    error: DeviceTimeoutError,
    first: Sequence[int],
    found: int | None,
    tried: Sequence[int],
    other_ports: Sequence[str] = (),
) -> DeviceTimeoutError:
    """The error with what the `first` rates and those that were `tried` have shown as its hint."""
    if found is not None:
        silent = " or ".join(str(rate) for rate in first)
        hint = f"The device answers at {found} baud, not at {silent}: use --baud {found}."
    else:
        others = ", ".join(str(rate) for rate in (*first[1:], *tried))
        hint = f"{error.hint or ''} It does not answer at {others} baud either.".strip()
        if other_ports:
            named = " or ".join(f"--port {port}" for port in other_ports)
            hint += f" The probe has another port: try {named}."
        hint += " A device that takes long to boot is waited for by --timeout SECONDS."
    return DeviceTimeoutError(error.message, hint=hint)
