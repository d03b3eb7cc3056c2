"""teensy_loader_cli: PJRC's boot loader, which a chip of its own on the board starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.flashing import intel_hex
from neurio_gen.flashing.method import CommandMethod, FlashJob


class TeensyLoader(CommandMethod):
    """`teensy_loader_cli --mcu=TEENSY41 -v image.hex`.

    Without `-w`, which would wait for the program button without a word: the loader says at once
    that no board waits for it.
    """

    name: ClassVar[str] = "teensy_loader"
    tool: ClassVar[str] = "teensy_loader_cli"
    remedy: ClassVar[str] = "apt install teensy-loader-cli"
    version_option: ClassVar[str] = ""

    def unsupported(self, board: Board) -> str | None:
        """It knows PJRC's boards by their names."""
        known = re.fullmatch(r"teensy\d\d", board.id)
        return None if known else "teensy_loader_cli knows PJRC's Teensy boards only"

    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """As every tool's; the loader takes Intel HEX, which is written beside the binary."""
        text = intel_hex.render(job.binary.read_bytes(), job.board.flash_origin)
        _hex_file(job).write_text(text, encoding="ascii")
        super().flash(job, log, timeout)

    def arguments(self, job: FlashJob) -> list[str]:
        """The board, and what to write; the loader starts it then."""
        return [f"--mcu={job.board.id.upper()}", "-v", str(_hex_file(job))]


def _hex_file(job: FlashJob) -> Path:
    return job.binary.with_suffix(".hex")
