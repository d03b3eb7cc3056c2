"""From an open device to a session, or to the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from neurio_gen.devices.device import Device
from neurio_gen.devices.link import Link
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import DeviceTimeoutError, NeurioGenError
from neurio_gen.protocol.session import Session

COMMON_RATES = (115200, 9600, 57600, 230400, 460800, 921600, 38400, 19200)
"""Baud rates that a silent or garbled line is tried with, the likeliest first."""

_SECONDS_A_RATE = 1.5


def connect(device: Device) -> Session:
    """A session with an open device, in step with its firmware.

    Where a board on a serial port does not answer, the common baud rates are tried. Raises
    DeviceTimeoutError whose hint tells a silent line, a wrong baud rate and another firmware
    apart.
    """
    session = Session(device.link)
    try:
        session.connect()
    except DeviceTimeoutError as error:
        if not isinstance(device, SerialDevice) or not device.has_rate:
            raise
        rates = [rate for rate in COMMON_RATES if rate != device.baud]
        raise explained(error, device.baud, answering_rate(device.reopen, rates), rates) from error
    return session


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
    error: DeviceTimeoutError, baud: int, found: int | None, tried: Sequence[int]
) -> DeviceTimeoutError:
    """The error with what the tried rates have shown as its hint."""
    if found is not None:
        hint = f"The device answers at {found} baud, not at {baud}: use --baud {found}."
    else:
        others = ", ".join(str(rate) for rate in tried)
        hint = f"{error.hint or ''} It does not answer at {others} baud either.".strip()
    return DeviceTimeoutError(error.message, hint=hint)
