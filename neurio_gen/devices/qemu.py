"""A board that QEMU emulates."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.devices.debugger import Debugger
from neurio_gen.devices.device import Device
from neurio_gen.devices.input_buffer import InputBuffer
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
    executed instructions, whatever the host does meanwhile; without `sleep=off`, the time that a
    debugger stops the machine for would count, too.
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
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def nanoseconds_per_instruction(self) -> float | None:
        """Virtual nanoseconds of one instruction, as the board's manifest has it."""
        return self.emulator.nanoseconds_per_instruction

    @property
    def socket(self) -> Path:
        """Where QEMU's debugger interface listens, while the device is open."""
        if self._folder is None:
            raise DeviceError(f"The device {self.board.id} is not open.")
        return Path(self._folder.name) / "gdb"

    def command(self) -> tuple[str, ...]:
        """The command line of the emulator, while the device is open."""
        shift = _ICOUNT_SHIFTS[self.emulator.nanoseconds_per_instruction]
        return (
            *(self.emulator.program, "-machine", self.emulator.machine),
            *self.emulator.options,
            *("-icount", f"shift={shift},sleep=off"),
            *("-nographic", "-monitor", "none", "-serial", "stdio"),
            *("-chardev", f"socket,id=gdb,path={self.socket},server=on,wait=off"),
            *("-gdb", "chardev:gdb"),
            *("-kernel", str(self.image)),
        )

    def debugger(self) -> Debugger:
        """Stops the machine, for a `with` statement. Raises DeviceError where QEMU is silent."""
        return Debugger(self.socket)

    def input_buffer(self) -> InputBuffer:
        """The firmware's, written while the machine stands."""
        return InputBuffer(self.image, self._write)

    def _write(self, address: int, data: bytes) -> None:
        with self.debugger() as debugger:
            debugger.write(address, data)

    def _open(self, transcript: Transcript) -> Link:
        if not self.image.is_file():
            raise DeviceError(f"There is no image {self.image}.", hint="Build it first.")
        self._folder = tempfile.TemporaryDirectory(prefix="neurio-gen-")
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
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def check_program(board: Board) -> None:
    """Raises DeviceError where the board's emulator is not installed."""
    if board.emulator is not None and shutil.which(board.emulator.program) is None:
        raise DeviceError(f"There is no program {board.emulator.program}.", hint=_hint(board))


def _hint(board: Board) -> str:
    """What helps where QEMU is missing; some of its boards have models of our own, too."""
    from neurio_gen.emulator.wiring import emulated_boards

    install = f"Install it: apt-get install {board.architecture.qemu_debian}"
    return f"{install}; or do without, by --emulate." if board.id in emulated_boards() else install
