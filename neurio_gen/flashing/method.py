"""What a way to write an image into a board's flash is."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.flashing.probe import Probe


@dataclass(frozen=True)
class FlashJob:
    """An image for a board: ELF and plain binary; `probe` is the debug probe to write through.

    `under_reset` holds the chip in reset while the probe connects, for firmware that sleeps.
    """

    board: Board
    elf: Path
    binary: Path
    probe: Probe | None = None
    under_reset: bool = False

    @property
    def serial(self) -> str | None:
        """The probe's serial number, for tools that choose by it."""
        return self.probe.serial if self.probe else None


class FlashMethod(ABC):
    """A tool, or a copy, that writes an image. Subclasses hold no state.

    `under_reset` says whether it can connect to a chip that is held in reset; `package` is the
    Python package that the method is, where it is one, and `remedy` how to get what it needs.
    """

    name: ClassVar[str]
    package: ClassVar[str | None] = None
    remedy: ClassVar[str] = ""
    under_reset: ClassVar[bool] = False

    @abstractmethod
    def obstacle(self, board: Board, probe: Probe | None = None) -> str | None:
        """Why this method cannot reach `board` through `probe` on this machine now; None if it can.

        Without a `probe`, there is one at most.
        """

    @abstractmethod
    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """Write the image. Raises DeviceError where that fails or takes longer than `timeout` s."""


class CommandMethod(FlashMethod):
    """A method that is one run of a command-line tool.

    `version_option` has it tell its version; empty where nothing does.
    """

    tool: ClassVar[str]
    version_option: ClassVar[str] = "--version"

    @abstractmethod
    def unsupported(self, board: Board) -> str | None:
        """What the board's manifest lacks for this tool; None if nothing."""

    @abstractmethod
    def arguments(self, job: FlashJob) -> list[str]:
        """The tool's arguments, without a shell's quoting."""

    def obstacle(self, board: Board, probe: Probe | None = None) -> str | None:
        """The manifest's gap, or the missing tool and how to get it."""
        gap = self.unsupported(board)
        if gap is not None:
            return gap
        if shutil.which(self.tool) is None:
            return f"{self.tool} is not on PATH ({self.remedy})"
        return None

    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """Run the tool; all that it prints goes to `log`."""
        from neurio_gen.flashing.run import run_tool

        run_tool([self.tool, *self.arguments(job)], log, timeout)
