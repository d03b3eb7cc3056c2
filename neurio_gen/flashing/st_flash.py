"""st-flash of the stlink tools: STM32 through an ST-LINK."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.flashing.method import CommandMethod, FlashJob


class StFlash(CommandMethod):
    """`st-flash --reset write image.bin 0x8000000`."""

    name: ClassVar[str] = "stlink"
    under_reset: ClassVar[bool] = True
    tool: ClassVar[str] = "st-flash"
    remedy: ClassVar[str] = "apt install stlink-tools"

    def unsupported(self, board: Board) -> str | None:
        """The chip is an STM32."""
        return None if board.mcu.startswith("stm32") else "st-flash knows STM32 only"

    def arguments(self, job: FlashJob) -> list[str]:
        """Write the plain binary to where the flash begins."""
        probe = ["--serial", job.serial] if job.serial else []
        under_reset = ["--connect-under-reset"] if job.under_reset else []
        return [
            *probe,
            *under_reset,
            "--reset",
            "write",
            str(job.binary),
            hex(job.board.flash_origin),
        ]
