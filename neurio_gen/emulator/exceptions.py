"""Entering and leaving exceptions (Armv7-M Architecture Reference Manual, B1.5.6 and B1.5.8)."""

from __future__ import annotations

from unicorn import arm_const as arm

from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.cortex_m.scb import Scb
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.system import System

_SPSEL, _FPCA = 1 << 1, 1 << 2
_STACKED = (
    arm.UC_ARM_REG_R0,
    arm.UC_ARM_REG_R1,
    arm.UC_ARM_REG_R2,
    arm.UC_ARM_REG_R3,
    arm.UC_ARM_REG_R12,
    arm.UC_ARM_REG_LR,
)
_FLOATS = tuple(arm.UC_ARM_REG_S0 + number for number in range(16))
_BASIC_FRAME, _FULL_FRAME = 0x20, 0x68
_ALIGNER = 1 << 9
_THREAD_PRIORITY = 1 << 8


class NoExceptions:
    """Those of cores whose firmware enables no interrupt."""

    def deliver(self) -> None:
        """Nothing comes."""

    def would_wake(self) -> bool:
        """Nothing wakes a core that sleeps."""
        return False

    def leave(self) -> None:
        """There is nothing to return from."""


class Exceptions:
    """Delivers the interrupts of the NVIC to the core, between two blocks."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._cpu = system.cpu
        self._nvic = system.only(Nvic)
        self._scb = system.only(Scb)

    def deliver(self) -> None:
        """Enters the most urgent pending exception where nothing stands against it."""
        number = self._nvic.most_urgent()
        if number is not None and self._nvic.priority(number) < self._execution_priority():
            self._enter(number)

    def would_wake(self) -> bool:
        """Whether a sleeping core has something to do."""
        return self._nvic.most_urgent() is not None

    def leave(self) -> None:
        """Returns from the exception whose EXC_RETURN was branched to."""
        cpu = self._cpu
        value = cpu.pc | 0xF0000001
        if value & 0xF not in (0x1, 0x9, 0xD) or not self._nvic.active:
            raise Violation(f"returns from an exception by 0x{value:08x}, which means nothing")
        number = self._nvic.active[-1]
        full = not value & 0x10
        process = value & 0xF == 0xD
        control = cpu.read_register(arm.UC_ARM_REG_CONTROL) & ~(_SPSEL | _FPCA)
        if process:
            control |= _SPSEL
        stack = cpu.read_register(arm.UC_ARM_REG_PSP if process else arm.UC_ARM_REG_MSP)
        for index, register in enumerate(_STACKED):
            cpu.write_register(register, cpu.memory.read_word(stack + 4 * index))
        pc = cpu.memory.read_word(stack + 0x18)
        status = cpu.memory.read_word(stack + 0x1C)
        if full:
            control |= _FPCA
            for index, register in enumerate(_FLOATS):
                cpu.write_register(register, cpu.memory.read_word(stack + 0x20 + 4 * index))
        stack += (_FULL_FRAME if full else _BASIC_FRAME) + (4 if status & _ALIGNER else 0)
        self._nvic.returned(number)
        cpu.write_register(arm.UC_ARM_REG_XPSR, status & ~_ALIGNER)
        cpu.write_register(arm.UC_ARM_REG_CONTROL, control)
        cpu.write_register(arm.UC_ARM_REG_PSP if process else arm.UC_ARM_REG_MSP, stack)
        cpu.pc = pc & ~1

    def _execution_priority(self) -> int:
        priorities = [self._nvic.priority(number) for number in self._nvic.active]
        if self._cpu.read_register(arm.UC_ARM_REG_PRIMASK) & 1:
            priorities.append(0)
        base = self._cpu.read_register(arm.UC_ARM_REG_BASEPRI) & 0xFF
        if base:
            priorities.append(base >> 8 - self._system.soc.priority_bits)
        if self._cpu.read_register(arm.UC_ARM_REG_FAULTMASK) & 1:
            priorities.append(-1)
        return min(priorities, default=_THREAD_PRIORITY)

    def _enter(self, number: int) -> None:
        cpu = self._cpu
        control = cpu.read_register(arm.UC_ARM_REG_CONTROL)
        handler_mode = bool(self._nvic.active)
        process = bool(control & _SPSEL) and not handler_mode
        full = bool(control & _FPCA) and cpu.fpu_enabled
        pointer = arm.UC_ARM_REG_PSP if process else arm.UC_ARM_REG_MSP
        stack = cpu.read_register(pointer)
        status = cpu.read_register(arm.UC_ARM_REG_XPSR)
        if stack & 4:
            status |= _ALIGNER
        stack = (stack - (_FULL_FRAME if full else _BASIC_FRAME)) & ~7
        for index, register in enumerate(_STACKED):
            cpu.memory.write_word(stack + 4 * index, cpu.read_register(register))
        cpu.memory.write_word(stack + 0x18, cpu.pc)
        cpu.memory.write_word(stack + 0x1C, status)
        if full:
            for index, register in enumerate(_FLOATS):
                cpu.memory.write_word(stack + 0x20 + 4 * index, cpu.read_register(register))
        cpu.write_register(pointer, stack)
        back = 0xFFFFFFF1 if handler_mode else 0xFFFFFFFD if process else 0xFFFFFFF9
        cpu.write_register(arm.UC_ARM_REG_LR, back & ~0x10 if full else back)
        cpu.write_register(arm.UC_ARM_REG_CONTROL, control & ~(_SPSEL | _FPCA))
        cpu.write_register(arm.UC_ARM_REG_XPSR, status & 0xF80F0000 | 1 << 24 | number)
        handler = cpu.memory.read_word(self._scb.vector_table + 4 * number)
        if not handler & 1:
            raise Violation(f"the vector of exception {number} is 0x{handler:08x}, no Thumb code")
        self._nvic.entered(number)
        cpu.pc = handler & ~1
