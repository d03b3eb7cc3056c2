"""The clock generators and the tick of TIMER0 (RP2350 data sheet, 8.1 and 8.5)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.rp2040 import clocks

_MHZ = 1_000_000
_RUNNING = 1 << 1


class Clocks(clocks.Clocks):
    """clk_ref, clk_sys and clk_peri; dividers have other fields than the RP2040's."""

    CORE_LIMIT_HZ: ClassVar = 150 * _MHZ
    REGISTERS: ClassVar = (
        Register("CLK_REF_CTRL", 0x30, writable=0x63),
        Register("CLK_REF_DIV", 0x34, reset=0x10000, writable=0xFF0000),
        Register("CLK_REF_SELECTED", 0x38),
        Register("CLK_SYS_CTRL", 0x3C, reset=0x41, writable=0xE1),
        Register("CLK_SYS_DIV", 0x40, reset=0x10000, writable=0xFFFFFFFF),
        Register("CLK_SYS_SELECTED", 0x44),
        Register("CLK_PERI_CTRL", 0x48, writable=0xCE0, ignored=1 << 28),
        Register("CLK_PERI_DIV", 0x4C, reset=0x10000),
        Register("CLK_PERI_SELECTED", 0x50, reset=1),
    )

    @property
    def _ref_divider(self) -> int:
        return self.bits("CLK_REF_DIV", 16, 8) or 256

    @property
    def _sys_divider(self) -> Fraction:
        return Fraction(self.values["CLK_SYS_DIV"] or 1 << 32, 1 << 16)


class TickGenerators(clocks.Ticks):
    """That of TIMER0."""

    SETTING: ClassVar = "TICKS_TIMER0_CYCLES"
    REGISTERS: ClassVar = (
        Register("TIMER0_CTRL", 0x18, writable=0x1, ignored=_RUNNING),
        Register("TIMER0_CYCLES", 0x1C, writable=0x1FF),
    )

    def connect(self) -> None:
        self._clocks = self.system.only(Clocks)

    @property
    def tick(self) -> Fraction:
        """Hz; 0 where it is off."""
        cycles = self.values["TIMER0_CYCLES"]
        on = self.values["TIMER0_CTRL"] & 1 and cycles
        return self._clocks.frequency("CLK_REF") / cycles if on else Fraction(0)

    def _read_timer0_ctrl(self) -> int:
        return self.values["TIMER0_CTRL"] | (_RUNNING if self.tick else 0)

    def _write_timer0_ctrl(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["TIMER0_CTRL"] = value

    def _write_timer0_cycles(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["TIMER0_CYCLES"] = value
