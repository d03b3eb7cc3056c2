"""SysTick (Armv7-M Architecture Reference Manual, B3.3)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.peripheral import Peripheral, Register

_EXCEPTION = 15
_ENABLE, _TICKINT, _CLKSOURCE, _COUNTFLAG = 1 << 0, 1 << 1, 1 << 2, 1 << 16
_EXTERNAL_DIVIDER = 8  # STM32: HCLK / 8 where CLKSOURCE is 0 (RM0432, 6.2)


class SysTick(Peripheral):
    """The 24-bit down counter."""

    REGISTERS: ClassVar = (
        Register("CTRL", 0x0, writable=_ENABLE | _TICKINT | _CLKSOURCE, ignored=_COUNTFLAG),
        Register("LOAD", 0x4, writable=0xFFFFFF),
        Register("VAL", 0x8, writable=0xFFFFFF),
        Register("CALIB", 0xC),
    )

    def reset(self) -> None:
        super().reset()
        self._counter = self.system.timeline.counter(self._rate)
        self._wraps_seen = 0
        self._wraps_signalled = 0

    def connect(self) -> None:
        self._nvic = self.system.only(Nvic)

    def _write_ctrl(self, value: int) -> None:
        was_on = self.bits("CTRL", 0)
        self._counter.settle()
        self.values["CTRL"] = value
        if value & _ENABLE and not was_on:
            self._restart()
        self.system.cpu.attend()

    def _read_ctrl(self) -> int:
        wrapped = self._wraps > self._wraps_seen
        self._wraps_seen = self._wraps
        return self.values["CTRL"] | (_COUNTFLAG if wrapped else 0)

    def _write_val(self, _value: int) -> None:
        self._restart()

    def _read_val(self) -> int:
        self.system.note_time_read()
        load = self.values["LOAD"]
        return load - self._counter.ticks % (load + 1) if load else 0

    def next_event(self) -> int | None:
        if self.values["CTRL"] & (_ENABLE | _TICKINT) != _ENABLE | _TICKINT:
            return None
        return self._counter.cycle_of((self._wraps_signalled + 1) * (self.values["LOAD"] + 1))

    def advance(self) -> None:
        self._wraps_signalled = self._wraps
        self._nvic.pend(_EXCEPTION)

    @property
    def _wraps(self) -> int:
        load = self.values["LOAD"]
        return self._counter.ticks // (load + 1) if load else 0

    def _restart(self) -> None:
        self._counter.restart(0)
        self._wraps_seen = self._wraps_signalled = 0

    def _rate(self) -> Fraction:
        if not self.values["CTRL"] & _ENABLE or not self.values["LOAD"]:
            return Fraction(0)
        divider = 1 if self.values["CTRL"] & _CLKSOURCE else _EXTERNAL_DIVIDER
        return self.system.timeline.frequency / divider
