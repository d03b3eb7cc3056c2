"""The system control block and the FPU's control (Armv7-M ARM, B3.2; Cortex-M4 TRM, 4 and 7)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_PENDSV, _SYSTICK = 14, 15
_KEY = 0x05FA
_CP10_AND_CP11 = 0xF << 20
_BYTES = (1, 2, 4)
_CPUIDS = {
    "cortex-m0+": 0x410CC601,
    "cortex-m3": 0x412FC231,
    "cortex-m4": 0x410FC241,
    "cortex-m7": 0x411FC271,
    "cortex-m33": 0x410FD213,
}


class Scb(Peripheral):
    """Exceptions, vector table, access to the FPU. Offsets count from 0xE000ED00."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        Register("CPUID", 0x00),
        Register("ICSR", 0x04, writable=ALL_BITS),
        Register("VTOR", 0x08, writable=0xFFFFFF80),
        Register("AIRCR", 0x0C, reset=0xFA050000, writable=ALL_BITS),
        Register("SCR", 0x10, writable=0b10110),
        Register("CCR", 0x14, reset=0x200, writable=0x31B),
        Register("SHPR1", 0x18, writable=ALL_BITS, sizes=_BYTES),
        Register("SHPR2", 0x1C, writable=ALL_BITS, sizes=_BYTES),
        Register("SHPR3", 0x20, writable=ALL_BITS, sizes=_BYTES),
        Register("SHCSR", 0x24, writable=0x70000),
        Register("CFSR", 0x28, ignored=ALL_BITS),
        Register("HFSR", 0x2C, ignored=ALL_BITS),
        Register("CPACR", 0x88, writable=_CP10_AND_CP11),
    )

    def reset(self) -> None:
        super().reset()
        self.values["CPUID"] = _CPUIDS[self.system.soc.core]
        self.values["VTOR"] = self.system.soc.boot

    def connect(self) -> None:
        self._nvic = self.system.only(Nvic)

    @property
    def vector_table(self) -> int:
        """The address of the vector table."""
        return self.values["VTOR"]

    def _read_icsr(self) -> int:
        active = self._nvic.active[-1] if self._nvic.active else 0
        pending = self._nvic.most_urgent() or 0
        value = active | pending << 12
        value |= (_PENDSV in self._nvic.pending) << 28 | (_SYSTICK in self._nvic.pending) << 26
        return value

    def _write_icsr(self, value: int) -> None:
        for bit, number in ((28, _PENDSV), (26, _SYSTICK)):
            if value >> bit & 1:
                self._nvic.pend(number)
            if value >> bit - 1 & 1:
                self._nvic.pending.discard(number)

    def _write_aircr(self, value: int) -> None:
        if value >> 16 != _KEY:
            raise Violation(f"writes AIRCR with the key 0x{value >> 16:04x} instead of 0x05fa")
        if value & 0b100:
            raise Violation("the firmware resets the chip (AIRCR.SYSRESETREQ)")
        self.values["AIRCR"] = 0xFA050000 | value & 0x700

    def _write_shpr1(self, value: int) -> None:
        self._set_priorities("SHPR1", 4, value)

    def _write_shpr2(self, value: int) -> None:
        self._set_priorities("SHPR2", 8, value)

    def _write_shpr3(self, value: int) -> None:
        self._set_priorities("SHPR3", 12, value)

    def _write_cpacr(self, value: int) -> None:
        access = value >> 20 & 0xF
        if access not in (0x0, 0x5, 0xF):
            raise Violation(f"gives CP10 and CP11 different rights in CPACR (0x{value:08x})")
        if access and not self.system.soc.fpu:
            raise Violation(f"enables an FPU that {self.system.soc.name} does not have")
        self.values["CPACR"] = value
        self.system.cpu.fpu_enabled = access != 0

    def _set_priorities(self, register: str, first: int, value: int) -> None:
        self.values[register] = value
        for index in range(4):
            self._nvic.system_priorities[first + index] = value >> 8 * index & 0xFF
        self.system.cpu.attend()


class BaselineScb(Scb):
    """That of the Cortex-M0+ (Armv6-M ARM, B3.2): words only, no status of faults."""

    REGISTERS: ClassVar = (
        Register("CPUID", 0x00),
        Register("ICSR", 0x04, writable=ALL_BITS),
        Register("VTOR", 0x08, writable=0xFFFFFF00),
        Register("AIRCR", 0x0C, reset=0xFA050000, writable=ALL_BITS),
        Register("SCR", 0x10, writable=0b10110),
        Register("CCR", 0x14, reset=0x208),
        Register("SHPR2", 0x1C, writable=0xC0000000),
        Register("SHPR3", 0x20, writable=0xC0C00000),
    )


class Fpu(Peripheral):
    """Floating-point context control. Offsets count from 0xE000EF30."""

    REGISTERS: ClassVar = (
        Register("FPCCR", 0x04, reset=0xC0000000, writable=0xC0000000),
        Register("FPCAR", 0x08, writable=0xFFFFFFF8),
        Register("FPDSCR", 0x0C, writable=0x07C00000),
    )
