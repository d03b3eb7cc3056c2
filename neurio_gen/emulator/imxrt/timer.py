"""PIT: two timers in a chain, read as one of 64 bits (chapter "Periodic Interrupt Timer")."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.imxrt.clocks import ClockModule
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_STOPPED = 1 << 1
_ON, _CHAINED = 1 << 0, 1 << 2
_ALL = (1 << 64) - 1


class IntervalTimer(Peripheral):
    """Timers 0 and 1 without interrupts, counting down from all ones, the second by the first."""

    REGISTERS: ClassVar = (
        Register("MCR", 0x00, reset=_STOPPED, writable=0x3),
        Register("LTMR64H", 0xE0),
        Register("LTMR64L", 0xE4),
        Register("LDVAL0", 0x100, writable=ALL_BITS),
        Register("TCTRL0", 0x108, writable=_ON),
        Register("LDVAL1", 0x110, writable=ALL_BITS),
        Register("TCTRL1", 0x118, writable=_ON | _CHAINED),
    )

    def reset(self) -> None:
        super().reset()
        self._counter = self.system.timeline.counter(self._rate)
        self._latched = 0

    def connect(self) -> None:
        self._clocks = self.system.only(ClockModule)

    def _write_mcr(self, value: int) -> None:
        self._counter.settle()
        self.values["MCR"] = value

    def _write_tctrl0(self, value: int) -> None:
        rises = value & ~self.values["TCTRL0"] & _ON
        self._counter.settle()
        self.values["TCTRL0"] = value
        if rises:
            self._counter.restart()

    def _read_ltmr64h(self) -> int:
        if not self._counts:
            raise Violation(
                f"reads {self.name} as one timer of 64 bits, which does not count",
                hint="Clear MCR.MDIS, load all ones, chain timer 1 (TCTRL1.CHN), enable both.",
            )
        self.system.note_time_read()
        value = _ALL - self._counter.ticks
        self._latched = value & ALL_BITS
        return value >> 32

    def _read_ltmr64l(self) -> int:
        return self._latched

    @property
    def _counts(self) -> bool:
        values = self.values
        return (
            not values["MCR"] & _STOPPED
            and bool(values["TCTRL0"] & _ON)
            and values["TCTRL1"] == _ON | _CHAINED
            and values["LDVAL0"] == values["LDVAL1"] == ALL_BITS
        )

    def _rate(self) -> Fraction:
        return self._clocks.timer_hertz if self._counts else Fraction(0)
