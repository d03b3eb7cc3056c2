"""A QEMU whose machine lacks some registers, and a debugger that answers for these.

The program is left as it is. Where it is about to load one of the registers, the machine stops, and
the debugger does the load.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import capstone
from capstone import arm

from neurio_gen.boards import Board
from neurio_gen.devices.debugger import Debugger
from neurio_gen.devices.link import Link
from neurio_gen.devices.qemu import QemuDevice
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError

Answers = Mapping[int, Callable[[], int]]
"""What to answer to a load of the register at an address."""

_PROGRAM_COUNTER = 15
_DAYS = 86400.0
_SECONDS = 30.0
_BEAT_SECONDS = 0.0005
_TRACES = ("stm32l4x5_rcc_pll_update", "stm32l4x5_usart_update_params")
_DECODER = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
_DECODER.detail = True


class AnsweredQemu(QemuDevice):
    """A machine of QEMU with `answers` for registers that it lacks."""

    def __init__(self, board: Board, image: Path, answers: Answers, log: Path) -> None:
        super().__init__(board, image)
        self._answers = answers
        self._errors = log
        self._ended = threading.Event()
        self.answered = dict.fromkeys(answers, 0)
        """How often each was."""

    def command(self) -> tuple[str, ...]:
        """The command line, with a log of what the machine lacks."""
        command = list(super().command())
        command[command.index("-monitor") + 1] = f"unix:{self._monitor},server=on,wait=off"
        traces = [word for trace in _TRACES for word in ("-trace", trace)]
        return (*command, *traces, "-d", "guest_errors,unimp", "-D", str(self._errors))

    def input_buffer(self) -> None:
        """Inputs go over the line: the one debugger that QEMU takes is busy."""

    def said(self) -> str:
        """What QEMU has written to its log so far: accesses that it lacks, and traces."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def _open(self, transcript: Transcript) -> Link:
        link = super()._open(transcript)
        for work in (self._follow, self._keep_awake):
            threading.Thread(target=work, daemon=True).start()
        return link

    def _close(self) -> None:
        self._ended.set()
        super()._close()

    @property
    def _monitor(self) -> Path:
        return self.socket.with_name("monitor")

    def _keep_awake(self) -> None:
        """Gives QEMU something to do all the time.

        The model of the USART does not say that it has room for the next byte, and QEMU looks
        again only when something else happens, or once a second.
        """
        with socket.socket(socket.AF_UNIX) as monitor, contextlib.suppress(OSError):
            monitor.settimeout(_SECONDS)
            while monitor.connect_ex(str(self._monitor)) and not self._ended.wait(_BEAT_SECONDS):
                pass  # it is not up yet
            while not self._ended.wait(_BEAT_SECONDS):
                monitor.sendall(b"\n")
                monitor.recv(4096)

    def _follow(self) -> None:
        try:
            with _Watching(self.socket) as debugger:
                for address in self._answers:
                    debugger.watch(address)
                while True:
                    address = debugger.run_to_load()
                    debugger.load(self._answers[address]())
                    self.answered[address] += 1
        except DeviceError:
            return  # the machine was ended


class _Watching(Debugger):
    """Stops where the program loads a register."""

    def watch(self, address: int) -> None:
        self._expect_ok(f"Z3,{address:x},4")

    def run_to_load(self) -> int:
        """Lets the machine run; the address of the register that it is about to load."""
        answer = ""
        while "rwatch:" not in answer:
            self._send("c")
            answer = self._answer(_DAYS, "a load of a register")
        return int(answer.partition("rwatch:")[2].partition(";")[0], 16)

    def load(self, value: int) -> None:
        """Goes past the load at the program counter, with that value as what it has loaded."""
        address = self.register(_PROGRAM_COUNTER)
        code = bytes.fromhex(self._command(f"m{address:x},4"))
        load = next(_DECODER.disasm(code, address), None)
        if load is None or load.id != arm.ARM_INS_LDR:
            raise DeviceError(f"There is no load at 0x{address:08x}.")
        destination = load.reg_name(load.operands[0].reg).removeprefix("r")
        self._put(int(destination), value)
        self._put(_PROGRAM_COUNTER, address + load.size)

    def _put(self, register: int, value: int) -> None:
        self._expect_ok(f"P{register:x}={value.to_bytes(4, 'little').hex()}")
