"""An emulated board: the ELF that would be flashed, on the models of its chip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import unicorn

from neurio_gen.emulator.blocks import Block
from neurio_gen.emulator.core import ARM
from neurio_gen.emulator.cpu import Stop
from neurio_gen.emulator.exceptions import Exceptions, NoExceptions
from neurio_gen.emulator.fault import EmulationFault, Violation
from neurio_gen.emulator.image import Image, load_image
from neurio_gen.emulator.image_definition import SEARCHED_BYTES
from neurio_gen.emulator.imxrt.boot_header import HEADER_BYTES
from neurio_gen.emulator.peripheral import Console
from neurio_gen.emulator.pins import PinRecorder
from neurio_gen.emulator.profile import ExecutedBlocks
from neurio_gen.emulator.socs import soc_named
from neurio_gen.emulator.stretch import Stretch
from neurio_gen.emulator.system import System
from neurio_gen.emulator.timed_flash import FlashSettings, TimedFlash
from neurio_gen.emulator.wiring import Wiring, wiring_of
from neurio_gen.errors import DeviceError, UsageError

_BUGS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_SLICE = 20_000_000  # instructions between two looks at signals such as Ctrl-C


class Reason(Enum):
    """Why `EmulatedBoard.run` returned."""

    DONE = "the condition was met"
    LIMIT = "the number of instructions was reached"
    WAITING = "the firmware waits for input"
    HALTED = "the board was halted"


class EmulatedBoard:
    """A board with its firmware, from reset on.

    Time is virtual: every executed instruction takes one cycle of the core's clock, so the same
    input gives the same run, instruction for instruction. Whatever the firmware does that silicon
    would not do raises an EmulationFault with the cause, the PC and the symbol.
    """

    def __init__(
        self, board: str | Wiring, elf: Path, *, baud: int | None = None, native: bool = True
    ) -> None:
        """Loads `elf`; nothing has run yet.

        `baud` is the rate of the line, if not the board's own; `native=False` counts blocks in
        Python even where a C compiler is there. Raises UsageError for an unknown board.
        """
        wiring = wiring_of(board) if isinstance(board, str) else board
        if baud is not None:
            wiring = replace(wiring, baud=baud)
        self.wiring = wiring
        image = load_image(elf)
        self._fault: EmulationFault | None = None
        self._kept: list[object] = []
        soc = soc_named(wiring.soc)
        self.image: Image = soc.boot_stage.add_to(image) if soc.boot_stage else image
        if soc.boot_rom:
            self.image = soc.boot_rom.add_to(self.image)
        try:
            self._system = System(soc, wiring, self.image, native)
            arm = self._system.cpu.architecture is ARM
            self._exceptions = Exceptions(self._system) if arm else NoExceptions()
            self._reset()
        except Violation as error:
            raise self._explain(error, pc=self.image.vector_table) from error
        self._console = self._system.get(wiring.uart, Console)

    @property
    def instructions(self) -> int:
        """Instructions executed since reset, exact."""
        return self._system.cpu.instructions

    @property
    def seconds(self) -> Fraction:
        """Virtual seconds since reset."""
        return self._system.timeline.seconds

    @property
    def core_hertz(self) -> Fraction:
        """The core's clock as the firmware has set it."""
        return self._system.timeline.frequency

    @property
    def engine(self) -> unicorn.Uc:
        """The CPU emulator, for instruments that add hooks which only look."""
        return self._system.cpu.engine

    @property
    def flash_settings(self) -> FlashSettings | None:
        """How the firmware has set its flash memory; None where the chip's model does not tell."""
        found = self._system.peripherals.values()
        return next((each.settings for each in found if isinstance(each, TimedFlash)), None)

    @property
    def block(self) -> type[Block]:
        """What straight code of the core is."""
        return self._system.cpu.architecture.block

    @property
    def link_register(self) -> int:
        """The CPU emulator's id of the register of return addresses."""
        return self._system.cpu.architecture.link

    def keep(self, instrument: object) -> None:
        """Has an instrument live as long as the CPU emulator, whose hooks point into it."""
        self._kept.append(instrument)

    @property
    def unread(self) -> bytes:
        """What the console has sent since the last `read`."""
        return bytes(self._system.sent)

    @property
    def baud(self) -> int:
        """The rate of the host's end of the line."""
        return self._system.baud

    def set_baud(self, baud: int) -> None:
        """Another rate of the host's end; the run stops where the UART is at another one."""
        self._system.baud = baud

    def write(self, data: bytes) -> None:
        """Sends bytes to the console; the firmware gets them at its own pace."""
        self._system.received.extend(data)
        self._system.waiting = False
        self._console.input_arrived()

    def write_ram(self, address: int, data: bytes) -> None:
        """Sets bytes of RAM, as a debugger would. Raises DeviceError where there is none."""
        memory = self._system.cpu.memory
        if not memory.is_ram(address, len(data)):
            raise DeviceError(f"There are no {len(data):,} bytes of RAM at 0x{address:08x}.")
        memory.write(address, data)

    def rest(self, seconds: float) -> None:
        """Lets virtual time pass while the firmware waits for input, as if its core slept.

        Its looks for input are not executed, so they do not count as instructions.
        """
        system, timeline = self._system, self._system.timeline
        end = timeline.cycles + int(seconds * timeline.frequency)
        while (event := system.next_event()) is not None and event < end:
            timeline.sleep_until(event)
            system.advance()
        timeline.sleep_until(end)
        system.waiting = False
        self._console.input_arrived()

    def play(self, samples: npt.NDArray[np.int16], rate: int) -> None:
        """Sends sound to the board's receiver: shape (n, 2), `rate` samples per second, from now.

        The firmware then does not wait for input before the sound has ended. Raises UsageError
        for a board without a receiver.
        """
        if self.wiring.sound is None:
            raise UsageError(f"The board {self.wiring.board} has no receiver of sound.")
        self._system.sound.play(samples, rate)

    @property
    def pins(self) -> PinRecorder:
        """The pins that tell what the firmware makes of sound."""
        return self._system.pins

    def read(self) -> bytes:
        """Takes the bytes that the console has sent so far."""
        data = bytes(self._system.sent)
        self._system.sent.clear()
        return data

    def run(
        self, until: Callable[[], bool] | None = None, max_instructions: int | None = None
    ) -> Reason:
        """Runs until a condition holds, a number of instructions is reached, or input is awaited.

        `until` is asked whenever the console has sent something, and from time to time besides.
        Raises EmulationFault, also where a model fails: who waits for the board learns of it.
        """
        if self._fault is not None:
            raise self._fault
        limit = None if max_instructions is None else self.instructions + max_instructions
        try:
            return self._run(until, limit)
        except Violation as error:
            self._fault = self._explain(error)
            raise self._fault from error
        except _BUGS as error:
            cause = f"the emulator itself failed, by {type(error).__name__}: {error}"
            self._fault = self._explain(
                Violation(cause, hint="This is an emulator bug, not a firmware fault.")
            )
            raise self._fault from error

    def halt(self) -> None:
        """Ends a run in another thread, and all later ones at once: the board is to go."""
        self._system.cpu.halt()

    def profile(self) -> ExecutedBlocks:
        """How often each basic block was executed since reset; profiles can be subtracted."""
        return self._system.profile()

    def keep_profiles(self, keep: bool = True) -> None:
        """Whether stretches carry profiles from now on, at a cost for each reading of the time."""
        self._system.stretches.keeps_profiles = keep

    def take_longest_stretch(self) -> Stretch | None:
        """The longest stretch between two readings of the time since the last call.

        After a timed window this is the window, exact to the instruction.
        """
        return self._system.stretches.take_longest()

    def _run(self, until: Callable[[], bool] | None, limit: int | None) -> Reason:
        system, cpu = self._system, self._system.cpu
        while True:
            if cpu.halted:
                return Reason.HALTED
            if until is not None and until():
                return Reason.DONE
            if limit is not None and cpu.instructions >= limit:
                return Reason.LIMIT
            if system.waiting and not system.received and not self._doze():
                return Reason.WAITING
            system.advance()
            self._exceptions.deliver()
            stop = cpu.run(self._deadline(limit))
            if stop is Stop.EXCEPTION_RETURN:
                self._exceptions.leave()
            elif stop is Stop.SLEEP and not self._sleep():
                return Reason.WAITING

    def _doze(self) -> bool:
        """Lets time pass while sound comes in and the firmware has nothing to do; whether so.

        As in `rest`, its looks for input are not executed.
        """
        system = self._system
        event = system.next_event() if system.sound.playing else None
        if event is None:
            return False
        system.timeline.sleep_until(event)
        system.waiting = False
        self._console.input_arrived()
        return True

    def _deadline(self, limit: int | None) -> int:
        deadline = self.instructions + _SLICE
        event = self._system.next_event()
        if event is not None:
            deadline = min(deadline, self._system.timeline.deadline(event))
        return deadline if limit is None else min(deadline, limit)

    def _sleep(self) -> bool:
        """Lets time pass until something wakes the core (WFI); whether something will."""
        self._system.advance()
        if self._exceptions.would_wake():
            return True
        event = self._system.next_event()
        if event is None:
            return False
        self._system.timeline.sleep_until(event)
        return True

    def _reset(self) -> None:
        cpu, soc = self._system.cpu, self._system.soc
        if soc.image_definition is not None:
            soc.image_definition.check(cpu.memory.read(soc.boot, SEARCHED_BYTES))
        if cpu.architecture is ARM:
            self._take_vectors()
        else:
            self._take_first_instruction()

    def _take_first_instruction(self) -> None:
        """RISC-V cores find no stack; the image begins with code, or a boot ROM jumps to it."""
        cpu, soc = self._system.cpu, self._system.soc
        first = self.image.entry if soc.boot_rom else soc.boot
        if not self.image.may_execute(first):
            where = "have its entry in" if soc.boot_rom else "begin with"
            raise Violation(f"the image does not {where} code", address=first)
        cpu.pc = first

    def _take_vectors(self) -> None:
        cpu, soc = self._system.cpu, self._system.soc
        vectors = self._vector_table()
        stack = cpu.memory.read_word(vectors)
        entry = cpu.memory.read_word(vectors + 4)
        if (
            not any(
                m.kind == "ram" and m.origin < stack <= m.origin + m.length for m in soc.memories
            )
            or stack & 3
        ):
            raise Violation(
                f"the initial stack pointer 0x{stack:08x} lies outside the RAM", address=vectors
            )
        if not entry & 1 or not self.image.may_execute(entry & ~1):
            raise Violation(
                f"the reset vector 0x{entry:08x} is no Thumb code of the image",
                address=vectors + 4,
            )
        cpu.write_register(ARM.sp, stack)
        cpu.write_register(ARM.link, 0xFFFFFFFF)
        cpu.pc = entry & ~1
        stage = soc.boot_stage
        if stage is not None:
            content = cpu.memory.read(stage.source, stage.size)
            stage.check(content)
            cpu.engine.mem_write(stage.destination, content)
            cpu.write_register(ARM.sp, stage.stack)
            cpu.pc = stage.destination

    def _vector_table(self) -> int:
        """Where the core finds its vectors: at a fixed place, or where the boot header says."""
        soc, memory = self._system.soc, self._system.cpu.memory
        if soc.boot_header is None:
            return soc.boot
        end = max(segment.address + len(segment.data) for segment in self.image.segments)
        return soc.boot_header.vector_table(memory.read(soc.boot, HEADER_BYTES), end)

    def _explain(self, error: Violation, pc: int | None = None) -> EmulationFault:
        place = error.pc if error.pc is not None else pc
        if place is None:
            place = self._system.cpu.pc
        return EmulationFault(
            error.cause,
            pc=place,
            symbol=self.image.describe(place),
            address=error.address,
            hint=error.hint,
        )
