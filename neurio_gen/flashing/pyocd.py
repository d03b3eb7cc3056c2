"""pyOCD: CMSIS-DAP and ST-LINK probes, installable by pip."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.flashing.method import CommandMethod, FlashJob


class PyOcd(CommandMethod):
    """`pyocd load --target ...`."""

    name: ClassVar[str] = "pyocd"
    under_reset: ClassVar[bool] = True
    tool: ClassVar[str] = "pyocd"
    remedy: ClassVar[str] = "pip install pyocd"

    def unsupported(self, board: Board) -> str | None:
        """The manifest names pyOCD's target."""
        return None if board.flashing.pyocd_target else "the manifest names no pyOCD target"

    def arguments(self, job: FlashJob) -> list[str]:
        """Load the ELF; pyOCD resets and starts it."""
        # pyOCD calls a J-Link by the number, without the zeros that USB puts before it
        jlink = job.board.flashing.openocd_interface == "jlink"
        number = job.serial.lstrip("0") if job.serial and jlink else job.serial
        probe = ["--uid", number] if number else []
        connect = ["--connect", "under-reset"] if job.under_reset else []
        target = str(job.board.flashing.pyocd_target)
        return [
            "load",
            "--no-wait",
            "--target",
            target,
            *probe,
            *connect,
            "--format",
            "elf",
            str(job.elf),
        ]
