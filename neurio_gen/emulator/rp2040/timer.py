"""The 64-bit timer of microseconds (data sheet, 4.6); no alarms."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.rp2040.bus import AtomicPeripheral
from neurio_gen.emulator.rp2040.clocks import Ticks

_MICROSECONDS_HZ = 1_000_000


class Timer(AtomicPeripheral):
    """Counts ticks, which are to be microseconds."""

    REGISTERS: ClassVar = (
        Register("TIMEHR", 0x08),
        Register("TIMELR", 0x0C),
        Register("TIMERAWH", 0x24),
        Register("TIMERAWL", 0x28),
        Register("DBGPAUSE", 0x2C, reset=0x7, writable=0x6),
    )

    def reset(self) -> None:
        super().reset()
        self._counter = self.system.timeline.counter(lambda: self._ticks.tick)
        self._latched = 0

    def connect(self) -> None:
        self._ticks = self.system.only(Ticks)

    def _read_timelr(self) -> int:
        self._latched = self._count >> 32
        return self._count & ALL_BITS

    def _read_timehr(self) -> int:
        return self._latched

    def _read_timerawl(self) -> int:
        return self._count & ALL_BITS

    def _read_timerawh(self) -> int:
        return self._count >> 32

    @property
    def _count(self) -> int:
        tick = self._ticks.tick
        if tick != _MICROSECONDS_HZ:
            raise Violation(
                f"reads {self.name}, whose tick is at {float(tick):,.0f} Hz instead of 1 MHz",
                hint=f"Set {self._ticks.SETTING} to the cycles of clk_ref in a microsecond.",
            )
        self.system.note_time_read()
        return self._counter.ticks
