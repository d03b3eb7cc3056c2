"""The cycle counter and its switch (Armv7-M Architecture Reference Manual, C1.8 and C1.6)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_CYCCNTENA = 1 << 0
_TRCENA = 1 << 24


class DebugControl(Peripheral):
    """DEMCR, which powers the trace units. Offsets count from 0xE000EDF0."""

    REGISTERS: ClassVar = (Register("DEMCR", 0x0C, writable=_TRCENA),)

    @property
    def trace_on(self) -> bool:
        """Whether the trace units have their clock."""
        return bool(self.values["DEMCR"] & _TRCENA)

    def _write_demcr(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["DEMCR"] = value


class Dwt(Peripheral):
    """CYCCNT, which counts the core's cycles modulo 2**32."""

    REGISTERS: ClassVar = (
        Register("CTRL", 0x00, reset=0x40000000, writable=_CYCCNTENA),
        Register("CYCCNT", 0x04, writable=ALL_BITS),
    )

    def reset(self) -> None:
        super().reset()
        self._counter = self.system.timeline.counter(self._rate)

    def connect(self) -> None:
        self._control = self.system.only(DebugControl)

    def access(self, offset: int, size: int, value: int | None) -> int:
        if not self._control.trace_on:
            raise Violation(
                "accesses the DWT while trace is off", hint="Set DEMCR.TRCENA (bit 24) first."
            )
        return super().access(offset, size, value)

    def _write_ctrl(self, value: int) -> None:
        self._counter.settle()
        self.values["CTRL"] = value

    def _read_cyccnt(self) -> int:
        self.system.note_time_read()
        return self._counter.ticks & ALL_BITS

    def _write_cyccnt(self, value: int) -> None:
        self._counter.restart(value)

    def _rate(self) -> Fraction:
        counting = self.values["CTRL"] & _CYCCNTENA and self._control.trace_on
        return self.system.timeline.frequency if counting else Fraction(0)
