"""bossac: boards whose own boot loader takes images over its USB serial port, as Arduino's do."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.devices.ports import PortInfo, connected_ports
from neurio_gen.errors import DeviceError
from neurio_gen.flashing.method import CommandMethod, FlashJob
from neurio_gen.flashing.probe import Probe

_TOUCH_BAUD = 1200
_APPEARS_SECONDS = 10.0
_POLL_SECONDS = 0.25
_DOUBLE_PRESS = "Press the board's reset button twice: the boot loader's port appears"


class Bossac(CommandMethod):
    """`bossac -d -U -i -e -w image.bin -R --port=ttyACM0`, the options that Arduino gives it."""

    name: ClassVar[str] = "bossac"
    tool: ClassVar[str] = "bossac"
    remedy: ClassVar[str] = "Arduino's own, which knows the nRF52840; Debian's does not"
    version_option: ClassVar[str] = "--help"

    def unsupported(self, board: Board) -> str | None:
        """The manifest has to say how the boot loader is found."""
        return None if board.flashing.boot_loader else "its manifest names no boot loader's USB id"

    def obstacle(self, board: Board, probe: Probe | None = None) -> str | None:
        """The tool, and then a port of the boot loader or of a sketch that gives way to it."""
        gap = self.unsupported(board)
        if gap is None and shutil.which(self.tool) is None:
            gap = f"{self.tool} is not on PATH ({self.remedy})"
        if gap is None and not (_ports(board, sketch=False) or _ports(board, sketch=True)):
            gap = f"no port of its boot loader is there. {_DOUBLE_PRESS}"
        return gap

    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """As every tool's; a sketch's port is first opened at 1200 baud, which ends the sketch."""
        if not _ports(job.board, sketch=False):
            _touch(job.board)
        super().flash(job, log, timeout)

    def arguments(self, job: FlashJob) -> list[str]:
        """Erase, write and reset, through the boot loader's port."""
        port = Path(_only(_ports(job.board, sketch=False)).device).name
        return ["-d", "-U", "-i", "-e", "-w", str(job.binary), "-R", f"--port={port}"]


def _ports(board: Board, *, sketch: bool) -> list[PortInfo]:
    """Ports of the board's boot loader, or of a sketch of the vendor's that runs on the board."""
    known = board.flashing.sketches if sketch else board.flashing.boot_loader
    ids = {(usb.vid, usb.pid) for usb in known}
    return [port for port in connected_ports() if (port.vid, port.pid) in ids]


def _only(ports: list[PortInfo]) -> PortInfo:
    if len(ports) == 1:
        return ports[0]
    if not ports:
        raise DeviceError("There is no port of the boot loader.", hint=f"{_DOUBLE_PRESS}.")
    listed = ", ".join(port.device for port in ports)
    raise DeviceError(
        f"Several boards wait in their boot loaders: {listed}.", hint="Unplug all but one."
    )


def _touch(board: Board) -> None:
    import serial

    port = _only(_ports(board, sketch=True)).device
    try:
        serial.Serial(port, _TOUCH_BAUD).close()
    except serial.SerialException as error:
        raise DeviceError(f"The port {port} cannot be opened: {error}.") from error
    deadline = time.monotonic() + _APPEARS_SECONDS
    while not _ports(board, sketch=False):
        if time.monotonic() > deadline:
            raise DeviceError(
                f"Waited {_APPEARS_SECONDS:g} s for the boot loader's port after {port} was opened "
                f"at {_TOUCH_BAUD} baud.",
                hint=f"{_DOUBLE_PRESS}.",
            )
        time.sleep(_POLL_SECONDS)
