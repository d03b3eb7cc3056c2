"""Timers (nRF52840 PS v1.7, 6.30): count time or count events; no interrupts."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.nrf52.tasks import TRIGGER, events, tasks
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_TIMER = 0  # MODE
_CLOCK_HZ = 16_000_000
_BITS = (16, 8, 24, 32)  # BITMODE
_COUNT, _COMPARE, _CAPTURE, _CC = 0x008, 0x140, 0x040, 0x540
_STATIC = ("MODE", "BITMODE", "PRESCALER")


class Timer(Peripheral):
    """One of them. Option: `compares`, the number of its CC registers."""

    REGISTERS: ClassVar = ()

    def registers(self) -> tuple[Register, ...]:
        numbers = range(self.instance.options["compares"])
        return (
            *tasks((("TASKS_START", 0x000), ("TASKS_STOP", 0x004))),
            *tasks((("TASKS_COUNT", _COUNT), ("TASKS_CLEAR", 0x00C))),
            *tasks((f"TASKS_CAPTURE{n}", _CAPTURE + 4 * n) for n in numbers),
            *events((f"EVENTS_COMPARE{n}", _COMPARE + 4 * n) for n in numbers),
            Register("MODE", 0x504, writable=0b11),
            Register("BITMODE", 0x508, writable=0b11),
            Register("PRESCALER", 0x510, reset=4, writable=0xF),
            *(Register(f"CC{n}", _CC + 4 * n, writable=ALL_BITS) for n in numbers),
        )

    def reset(self) -> None:
        super().reset()
        self._running = False
        self._counter = self.system.timeline.counter(self._rate)
        self._counted = 0  # by tasks, where it counts events
        self._sources: dict[tuple[Timer, int], int] = {}
        self._passed = [0] * self.instance.options["compares"]

    # What the interconnect asks.

    @property
    def count_task(self) -> int:
        """The address of TASKS_COUNT."""
        return self.instance.base + _COUNT

    def comparison_at(self, address: int) -> int | None:
        """Which EVENTS_COMPARE has this address."""
        number, odd = divmod(address - self.instance.base - _COMPARE, 4)
        return number if not odd and 0 <= number < self.instance.options["compares"] else None

    def follow(self, source: Timer, comparison: int) -> None:
        """Counts a comparison of another timer from now on."""
        self._sources[source, comparison] = source.passes(comparison)

    def unfollow(self, source: Timer, comparison: int) -> None:
        """Ends that."""
        self._take_sources()
        self._sources.pop((source, comparison), None)

    def passes(self, comparison: int) -> int:
        """How often the count has become CC[comparison]."""
        return self._passed[comparison] + self._reached(comparison)

    # Registers.

    def _read(self, register: Register) -> int:
        if register.name.startswith("EVENTS_"):
            raise Violation(f"reads {self.name}_{register.name}, which is not modelled")
        return 0 if register.name.startswith("TASKS_") else super()._read(register)

    def _write(self, register: Register, value: int) -> None:
        if register.name in _STATIC and self._running:
            raise Violation(f"writes {self.name}_{register.name} while the timer runs")
        before = [self._reached(number) for number in range(len(self._passed))]
        if register.name.startswith("TASKS_CAPTURE") and value == TRIGGER:
            self.system.note_time_read()
            self.values[f"CC{register.name[-1]}"] = self._ticks % self._modulus
        else:
            super()._write(register, value)
        for number, count in enumerate(before):
            self._passed[number] += count - self._reached(number)

    def _write_prescaler(self, value: int) -> None:
        if value > 9:
            raise Violation(f"sets {self.name}_PRESCALER to {value}; 9 is the largest")
        self.values["PRESCALER"] = value

    def _write_tasks_start(self, value: int) -> None:
        if value:
            self._take_sources()
            self._counter.settle()
            self._running = True

    def _write_tasks_stop(self, value: int) -> None:
        if value:
            self._take_sources()
            self._counter.settle()
            self._running = False

    def _write_tasks_count(self, value: int) -> None:
        if value and self.values["MODE"] == _TIMER:
            raise Violation(f"counts {self.name} by a task in timer mode, where it has no effect")
        self._counted += value if self._running else 0

    def _write_tasks_clear(self, value: int) -> None:
        if value:
            self._counter.restart(0)
            self._counted = 0

    def _reached(self, comparison: int) -> int:
        """How often a count that began at 0 and is where it is now has become CC."""
        compare, modulus = self.values[f"CC{comparison}"], self._modulus
        if compare >= modulus:
            return 0
        return (self._ticks - compare) // modulus + (1 if compare else 0)

    @property
    def _modulus(self) -> int:
        return 1 << _BITS[self.values["BITMODE"]]

    @property
    def _ticks(self) -> int:
        if self.values["MODE"] == _TIMER:
            return self._counter.ticks
        self._take_sources()
        return self._counted

    def _take_sources(self) -> None:
        for (source, comparison), seen in self._sources.items():
            now = source.passes(comparison)
            self._sources[source, comparison] = now
            self._counted += now - seen if self._running else 0

    def _rate(self) -> Fraction:
        if not self._running or self.values["MODE"] != _TIMER:
            return Fraction(0)
        return Fraction(_CLOCK_HZ, 1 << self.values["PRESCALER"])
