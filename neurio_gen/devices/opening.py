"""The one place that knows which class drives which kind of device."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.devices.device import Device
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.native import NativeDevice
from neurio_gen.devices.qemu import QemuDevice
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import UsageError


def open_device(
    board: Board,
    image: Path,
    *,
    port: str | None = None,
    baud: int | None = None,
    log: Path | None = None,
) -> Device:
    """The device of a board, to be used in a `with` statement, which starts it.

    An emulator or a native process runs `image`, an ELF; a board on a port is expected to have it
    in flash. `port` and `baud` are for boards on ports only and refused otherwise with a
    UsageError. `log` is the file of the link's transcript.
    """
    if board.device == "serial":
        return SerialDevice(board, port, baud, log)
    if port or baud:
        raise UsageError(
            f"The board {board.id} is not on a serial port: a port or baud rate has no meaning.",
            hint="Leave --port and --baud out, or choose a board with a port.",
        )
    if board.device == "emulated":
        return EmulatedDevice(board, image, log=log)
    return (
        NativeDevice(board, image, log)
        if board.device == "native"
        else QemuDevice(board, image, log)
    )
