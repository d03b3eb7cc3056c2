"""A board that QEMU emulates."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.devices.device import Device
from neurio_gen.devices.link import Link
from neurio_gen.devices.links import DescriptorLink
from neurio_gen.devices.lost_time import waits_of
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError
from neurio_gen.results.words import TimeBase
from neurio_gen.workers.process import ChildProcess

_ICOUNT_SHIFTS = {1 << shift: shift for shift in range(11)}


class QemuDevice(Device):
    """An ELF on a QEMU machine, its UART on the process's pipes.

    `-icount` fixes how much virtual time one instruction takes, so the firmware's clock counts
    executed instructions, whatever the host does meanwhile.
    """

    kind: ClassVar[str] = "qemu"
    time_base: ClassVar[TimeBase] = "instruction-count"

    def __init__(self, board: Board, image: Path, log: Path | None = None) -> None:
        super().__init__(board, log)
        if board.emulator is None:
            raise DeviceError(f"QEMU has no machine for the board {board.id}.")
        self.emulator = board.emulator
        self.image = image
        self._process: ChildProcess | None = None

    @property
    def nanoseconds_per_instruction(self) -> float | None:
        """Virtual nanoseconds of one instruction, as the board's manifest has it."""
        return self.emulator.nanoseconds_per_instruction

    def command(self) -> tuple[str, ...]:
        """The command line of the emulator."""
        shift = _ICOUNT_SHIFTS[self.emulator.nanoseconds_per_instruction]
        return (
            *(self.emulator.program, "-machine", self.emulator.machine),
            *self.emulator.options,
            *("-icount", f"shift={shift}"),
            *("-nographic", "-monitor", "none", "-serial", "stdio"),
            *("-kernel", str(self.image)),
        )

    def _open(self, transcript: Transcript) -> Link:
        if not self.image.is_file():
            raise DeviceError(f"There is no image {self.image}.", hint="Build it first.")
        process = self._process = ChildProcess(
            self.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            missing_hint=_hint(self.board),
        )
        assert process.popen.stdin is not None
        assert process.popen.stdout is not None
        link = DescriptorLink(
            f"emulated UART of {self.board.id}",
            os.dup(process.popen.stdout.fileno()),
            os.dup(process.popen.stdin.fileno()),
            transcript,
            process.epitaph,
        )
        link.lost_by_device = waits_of(process.popen.pid)
        return link

    def _close(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None


def _hint(board: Board) -> str:
    """What helps where QEMU is missing; some of its boards have models of our own, too."""
    from neurio_gen.emulator.wiring import emulated_boards

    install = f"Install it: apt-get install {board.architecture.qemu_debian}"
    return f"{install}; or do without, by --emulate." if board.id in emulated_boards() else install
