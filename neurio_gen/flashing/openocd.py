"""OpenOCD: any debug probe and most Arm chips."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.flashing.method import CommandMethod, FlashJob

_STLINK = "stlink"
_UNDER_RESET = "reset_config srst_only srst_nogate connect_assert_srst"


class OpenOcd(CommandMethod):
    """`openocd -f interface/... -f target/... -c "program ..."`."""

    name: ClassVar[str] = "openocd"
    under_reset: ClassVar[bool] = True
    tool: ClassVar[str] = "openocd"
    remedy: ClassVar[str] = "apt install openocd"

    def unsupported(self, board: Board) -> str | None:
        """The manifest names OpenOCD's target script."""
        return None if board.flashing.openocd_target else "the manifest names no OpenOCD target"

    def arguments(self, job: FlashJob) -> list[str]:
        """Program the ELF, whose addresses OpenOCD takes, then verify and reset."""
        program = f"program {{{job.elf.as_posix()}}} verify reset exit"
        return [*self.connection(job), "-c", program]

    def connection(self, job: FlashJob) -> list[str]:
        """The arguments that lead to the chip."""
        flashing = job.board.flashing
        probe = ["-c", f"adapter serial {job.serial}"] if job.serial else []
        # An ST-LINK chooses for itself; others would take JTAG where they know both.
        swd = [] if flashing.openocd_interface == _STLINK else ["-c", "transport select swd"]
        speed = ["-c", f"adapter speed {flashing.openocd_khz}"] if flashing.openocd_khz else []
        return [
            *("-f", f"interface/{flashing.openocd_interface}.cfg"),
            *probe,
            *swd,
            *("-f", f"target/{flashing.openocd_target}.cfg"),
            *speed,
            *(("-c", _UNDER_RESET) if job.under_reset else ()),
        ]
