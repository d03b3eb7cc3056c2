"""esptool: Espressif's chips, whose boot ROM takes images over a serial port."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.devices.ports import PortInfo, connected_ports
from neurio_gen.errors import DeviceError
from neurio_gen.flashing.method import FlashJob, FlashMethod
from neurio_gen.flashing.probe import Probe

_BAUD = 460_800
_BOOT_BUTTON = "Hold the board's BOOT button while you press RESET, then try again"


class EspTool(FlashMethod):
    """`python -m esptool --chip esp32c3 --port P --baud 460800 write-flash 0 image.bin`."""

    name: ClassVar[str] = "esptool"
    package: ClassVar[str | None] = "esptool"
    remedy: ClassVar[str] = "pip install 'neurio-gen[esp]'"

    def obstacle(self, board: Board, probe: Probe | None = None) -> str | None:
        """The chip, the package, and then a port of the board."""
        if not board.mcu.startswith("esp32"):
            return "esptool knows Espressif's chips only"
        if importlib.util.find_spec("esptool") is None:
            return f"the package esptool is not installed ({self.remedy})"
        if not _ports(board, probe):
            return f"no port of such a board is there. {_BOOT_BUTTON}"
        return None

    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """Write the image, which the ROM checks, and reset the chip."""
        from neurio_gen.flashing.run import run_tool

        run_tool([sys.executable, *self.arguments(job)], log, timeout)

    def arguments(self, job: FlashJob) -> list[str]:
        """Python's: the module, and what it is to do. esptool resets the chip before and after."""
        port = _only(_ports(job.board, job.probe)).device
        connection = ["--chip", job.board.mcu, "--port", port, "--baud", str(_BAUD)]
        return ["-m", "esptool", *connection, "write-flash", "0x0", str(job.binary)]


def _ports(board: Board, probe: Probe | None) -> list[PortInfo]:
    """Ports of the board's bridge or of the chip's own USB; the probe's alone where known."""
    ids = {(usb.vid, usb.pid) for usb in (*board.usb, *board.flashing.boot_loader)}
    ports = [port for port in connected_ports() if (port.vid, port.pid) in ids]
    if probe is not None and probe.serial is not None:
        return [port for port in ports if port.serial_number == probe.serial]
    return ports


def _only(ports: list[PortInfo]) -> PortInfo:
    if len(ports) == 1:
        return ports[0]
    if not ports:
        raise DeviceError("There is no port of such a board.", hint=f"{_BOOT_BUTTON}.")
    listed = ", ".join(port.device for port in ports)
    raise DeviceError(
        f"Several boards could be meant: {listed}.",
        hint="Name one by the serial number of its port: --probe NUMBER.",
    )
