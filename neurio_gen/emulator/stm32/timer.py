"""General-purpose timers that count up (RM0351 chapter 31, RM0432 chapter 38)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree

_CEN, _UDIS, _URS, _ARPE = 1 << 0, 1 << 1, 1 << 2, 1 << 7
_UIE = _UIF = _UG = 1 << 0
_TRIGGER_ON_UPDATE = 0b010  # CR2.MMS
_COUNT_TRIGGERS = 0b111  # SMCR.SMS, external clock mode 1
_SIZES = (2, 4)


class GeneralTimer(Peripheral):
    """Counting, prescaler with its preload, overflow, one timer as the clock of another.

    Options: `bits`, 16 or 32; `bus`; `triggers`, the timers behind ITR0 to ITR3.
    """

    def registers(self) -> tuple[Register, ...]:
        full = self._full
        return (
            Register("CR1", 0x00, writable=_CEN | _UDIS | _URS | _ARPE, sizes=_SIZES),
            Register("CR2", 0x04, writable=0x70, sizes=_SIZES),
            Register("SMCR", 0x08, writable=0x77),
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
        self._master: GeneralTimer | None = None
        self._counted = 0  # of the master's triggers, before the last settling
        self._triggers_then = 0
        self._wraps_seen = 0
        self._updates = 0

    def connect(self) -> None:
        self._clocks = self.system.only(ClockTree)
        self._nvic = self.system.only(Nvic)

    @property
    def triggers(self) -> int:
        """How often it has triggered other timers since reset."""
        self._take_wraps()
        return self._updates if self.bits("CR2", 4, 3) == _TRIGGER_ON_UPDATE else 0

    def _read_cnt(self) -> int:
        self.system.note_time_read()
        return self._ticks % (self._reload + 1)

    def _write_cnt(self, value: int) -> None:
        self._take_wraps()
        self._restart(value)

    def _write_cr1(self, value: int) -> None:
        self._settle()
        self.values["CR1"] = value
        self.system.cpu.attend()

    def _write_cr2(self, value: int) -> None:
        if value >> 4 & 7 not in (0, _TRIGGER_ON_UPDATE):
            raise Violation(f"triggers by {self.name} on something else than its update")
        self.values["CR2"] = value

    def _write_smcr(self, value: int) -> None:
        mode = value & 7
        if mode not in (0, _COUNT_TRIGGERS):
            raise Violation(f"sets {self.name} to slave mode {mode}, which is not modelled")
        if self.values["CR1"] & _CEN:
            raise Violation(f"changes the clock of {self.name} while it counts")
        ticks = self._ticks
        self._master = self._trigger_source(value >> 4 & 7) if mode else None
        self._restart(ticks)
        self.values["SMCR"] = value

    def _write_arr(self, value: int) -> None:
        self.values["ARR"] = value
        if not self.values["CR1"] & _ARPE:
            self._take_wraps()
            self._restart(self._ticks % (self._reload + 1))
            self._reload = value

    def _write_egr(self, value: int) -> None:
        if value & _UG:
            self._take_wraps()
            self._settle()
            self._prescaler = self.values["PSC"]
            self._restart(0)
            self._reload = self.values["ARR"]
            self._update(1, flagged=not self.values["CR1"] & _URS)

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
        if value & _UIE and self._master is not None:
            raise Violation(f"wants an interrupt of {self.name}, which another timer clocks")
        self.values["DIER"] = value
        self._signal()
        self.system.cpu.attend()

    def next_event(self) -> int | None:
        if not self.values["DIER"] & _UIE or self.values["CR1"] & _UDIS:
            return None
        return self._counter.cycle_of((self._wraps_seen + 1) * (self._reload + 1))

    def advance(self) -> None:
        self._take_wraps()

    @property
    def _ticks(self) -> int:
        if self._master is None:
            return self._counter.ticks
        if not self.values["CR1"] & _CEN:
            return self._counted
        triggers = self._master.triggers - self._triggers_then
        return self._counted + triggers // (self._prescaler + 1)

    def _settle(self) -> None:
        self._counter.settle()
        if self._master is not None:
            self._counted = self._ticks
            self._triggers_then = self._master.triggers

    def _restart(self, ticks: int) -> None:
        self._counter.restart(ticks)
        self._wraps_seen = 0
        if self._master is not None:
            self._counted = ticks
            self._triggers_then = self._master.triggers

    def _trigger_source(self, number: int) -> GeneralTimer:
        names = self.instance.options["triggers"]
        if number >= len(names) or names[number] not in self.system.peripherals:
            raise Violation(f"clocks {self.name} by its trigger {number}, which is not modelled")
        return self.system.get(names[number], GeneralTimer)

    def _take_wraps(self) -> None:
        wraps = self._ticks // (self._reload + 1)
        if wraps > self._wraps_seen:
            missed = wraps - self._wraps_seen
            self._wraps_seen = wraps
            if self._prescaler != self.values["PSC"]:
                self._settle()
                self._prescaler = self.values["PSC"]
            self._update(missed, flagged=True)

    def _update(self, times: int, *, flagged: bool) -> None:
        """Update events (38.3.2): they trigger other timers and may set the flag."""
        if not self.values["CR1"] & _UDIS:
            self._updates += times
            if flagged:
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
