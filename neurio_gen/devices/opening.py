"""The one place that knows which class drives which kind of device."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.devices.device import Device
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
    boot_seconds: float | None = None,
    log: Path | None = None,
) -> Device:
    """The device of a board, to be used in a `with` statement, which starts it.

    An emulator or a native process runs `image`, an ELF; a board on a port is expected to have it
    in flash. `port` is for boards on ports only, `baud`, the rate that `connect` agrees on, for
    boards with a serial line; a UsageError refuses them otherwise. `boot_seconds` is how long it
    may take to answer at first. `log` is the file of the link's transcript.
    """
    if port and board.device != "serial":
        raise UsageError(
            f"The board {board.id} is not on a serial port: a port has no meaning.",
            hint="Leave --port out, or choose a board with a port.",
        )
    if baud and board.device not in ("serial", "emulated"):
        raise UsageError(
            f"The board {board.id} has no serial line: a baud rate has no meaning.",
            hint="Leave --baud out, or choose a board with a port.",
        )
    device = _device(board, image, port, log)
    device.wanted_baud = baud
    device.boot_seconds = boot_seconds
    return device


def _device(board: Board, image: Path, port: str | None, log: Path | None) -> Device:
    if board.device == "serial":
        return SerialDevice(board, port, log=log)
    if board.device == "emulated":
        from neurio_gen.devices.emulated import EmulatedDevice  # Unicorn takes long to import

        return EmulatedDevice(board, image, log=log)
    if board.device == "native":
        return NativeDevice(board, image, log)
    return QemuDevice(board, image, log)


def load_device(board: Board) -> None:
    """Has the device of a board opened sooner: imports what drives it, and builds what that needs.

    `open_device` and the device do so where it was not done.
    """
    if board.device == "emulated":
        import neurio_gen.devices.emulated  # noqa: F401 - Unicorn takes long to import
        from neurio_gen.emulator.native import native_library

        native_library()
