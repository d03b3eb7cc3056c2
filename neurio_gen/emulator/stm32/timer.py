"""General-purpose timers that count up (RM0351 chapter 31, RM0432 chapter 38)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register
from neurio_gen.emulator.stm32.rcc import ResetAndClock

_CEN, _UDIS, _URS, _ARPE = 1 << 0, 1 << 1, 1 << 2, 1 << 7
_UIE = _UIF = _UG = 1 << 0
_SIZES = (2, 4)


class GeneralTimer(Peripheral):
    """Counting, prescaler with its preload, overflow. Options: `bits`, 16 or 32; `bus`."""

    def registers(self) -> tuple[Register, ...]:
        full = self._full
        return (
            Register("CR1", 0x00, writable=_CEN | _UDIS | _URS | _ARPE, sizes=_SIZES),
            Register("CR2", 0x04, sizes=_SIZES),
            Register("SMCR", 0x08),
            Register("DIER", 0x0C, writable=_UIE, sizes=_SIZES),
            Register("SR", 0x10, writable=_UIF, ignored=ALL_BITS, sizes=_SIZES),
            Register("EGR", 0x14, writable=_UG, sizes=_SIZES),
            Register("CNT", 0x24, writable=full, sizes=_SIZES),
            Register("PSC", 0x28, writable=0xFFFF, sizes=_SIZES),
            Register("ARR", 0x2C, reset=full, writable=full, sizes=_SIZES),
        )

    REGISTERS: ClassVar = ()

    @property
    def _full(self) -> int:
        return int((1 << self.instance.options["bits"]) - 1)

    def reset(self) -> None:
        super().reset()
        self._prescaler = 0
        self._reload = self._full
        self._counter = self.system.timeline.counter(self._rate)
        self._wraps_seen = 0

    def connect(self) -> None:
        self._clocks = self.system.only(ResetAndClock)
        self._nvic = self.system.only(Nvic)

    def _read_cnt(self) -> int:
        self.system.note_time_read()
        return self._counter.ticks % (self._reload + 1)

    def _write_cnt(self, value: int) -> None:
        self._take_wraps()
        self._counter.restart(value)
        self._wraps_seen = 0

    def _write_cr1(self, value: int) -> None:
        self._counter.settle()
        self.values["CR1"] = value
        self.system.cpu.attend()

    def _write_arr(self, value: int) -> None:
        self.values["ARR"] = value
        if not self.values["CR1"] & _ARPE:
            self._set_reload(value)

    def _write_egr(self, value: int) -> None:
        if value & _UG:
            self._take_wraps()
            self._counter.settle()
            self._prescaler = self.values["PSC"]
            self._counter.restart()
            self._wraps_seen = 0
            self._reload = self.values["ARR"]
            if not self.values["CR1"] & (_URS | _UDIS):
                self._flag()

    def _read_egr(self) -> int:
        return 0

    def _read_sr(self) -> int:
        self._take_wraps()
        return self.values["SR"]

    def _write_sr(self, value: int) -> None:
        self._take_wraps()
        self.values["SR"] &= value
        self._signal()

    def _write_dier(self, value: int) -> None:
        self.values["DIER"] = value
        self._signal()
        self.system.cpu.attend()

    def next_event(self) -> int | None:
        if not self.values["DIER"] & _UIE or self.values["CR1"] & _UDIS:
            return None
        return self._counter.cycle_of((self._wraps_seen + 1) * (self._reload + 1))

    def advance(self) -> None:
        self._take_wraps()

    def _take_wraps(self) -> None:
        wraps = self._counter.ticks // (self._reload + 1)
        if wraps > self._wraps_seen:
            self._wraps_seen = wraps
            if self._prescaler != self.values["PSC"]:
                self._counter.settle()
                self._prescaler = self.values["PSC"]
            if not self.values["CR1"] & _UDIS:
                self._flag()

    def _set_reload(self, value: int) -> None:
        self._take_wraps()
        self._counter.restart(self._counter.ticks % (self._reload + 1))
        self._wraps_seen = 0
        self._reload = value

    def _flag(self) -> None:
        self.values["SR"] |= _UIF
        self._signal()

    def _signal(self) -> None:
        if self.instance.interrupt is not None:
            raised = bool(self.values["SR"] & self.values["DIER"] & _UIF)
            self._nvic.set_level(self.instance.interrupt, raised)

    def _rate(self) -> Fraction:
        if not self.values["CR1"] & _CEN:
            return Fraction(0)
        bus = self.instance.options["bus"]
        return self._clocks.timer_frequency(bus) / (self._prescaler + 1)
