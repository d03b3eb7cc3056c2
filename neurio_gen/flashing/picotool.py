"""picotool: RP2040 over USB, held in its boot loader by the BOOTSEL button."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.flashing.method import CommandMethod, FlashJob


class Picotool(CommandMethod):
    """`picotool load -v -x image.elf`."""

    name: ClassVar[str] = "picotool"
    tool: ClassVar[str] = "picotool"
    remedy: ClassVar[str] = "from the Pico SDK; Debian 12 does not package it"
    version_option: ClassVar[str] = "version"

    def unsupported(self, board: Board) -> str | None:
        """The chip is an RP2040."""
        return None if board.mcu.startswith("rp2") else "picotool knows RP2040 and RP2350 only"

    def arguments(self, job: FlashJob) -> list[str]:
        """Load the ELF, verify it, and start it.

        picotool talks to the chip: the number of a debug probe beside it says nothing, and where
        several chips could be meant, picotool refuses to choose.
        """
        probe = ["--ser", job.serial] if job.serial and job.probe and job.probe.asked else []
        return ["load", "-v", "-x", str(job.elf), *probe]
