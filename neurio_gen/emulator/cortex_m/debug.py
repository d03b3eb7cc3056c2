"""The cycle counter and its switch (Armv7-M Architecture Reference Manual, C1.8 and C1.6)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_CYCCNTENA = 1 << 0
_TRCENA = 1 << 24
_KEY = 0xC5ACCE55
_PRESENT, _LOCKED = 1 << 0, 1 << 1
_LAR_OFFSET = 0xFB0
_CORES_WITH_A_LOCK = ("cortex-m7",)


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
    """CYCCNT, which counts the core's cycles modulo 2**32.

    Some cores have a lock that software has to open before it writes any register (D1.1); the
    others read LSR as 0 and ignore LAR.
    """

    REGISTERS: ClassVar = (
        Register("CTRL", 0x00, reset=0x40000000, writable=_CYCCNTENA),
        Register("CYCCNT", 0x04, writable=ALL_BITS),
        Register("LAR", 0xFB0, writable=ALL_BITS),
        Register("LSR", 0xFB4),
    )

    def reset(self) -> None:
        super().reset()
        self._counter = self.system.timeline.counter(self._rate)
        self._has_lock = self.system.soc.core in _CORES_WITH_A_LOCK
        self._locked = self._has_lock

    def connect(self) -> None:
        self._control = self.system.only(DebugControl)

    def access(self, offset: int, size: int, value: int | None) -> int:
        if not self._control.trace_on:
            raise Violation(
                "accesses the DWT while trace is off", hint="Set DEMCR.TRCENA (bit 24) first."
            )
        if value is not None and self._locked and offset != _LAR_OFFSET:
            raise Violation(
                "writes the DWT while its software lock is closed",
                hint="Write 0xC5ACCE55 to DWT_LAR (0xE0001FB0) first.",
            )
        return super().access(offset, size, value)

    def _read_lar(self) -> int:
        return 0

    def _write_lar(self, value: int) -> None:
        self._locked = self._has_lock and value != _KEY

    def _read_lsr(self) -> int:
        return (_PRESENT | _LOCKED * self._locked) if self._has_lock else 0

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
