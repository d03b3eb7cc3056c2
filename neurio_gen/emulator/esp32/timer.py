"""The system timer (C3: 10, C6: 11): 52 bits at 16 MHz, read by way of a snapshot."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.esp32.clocks import Clocks
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_WORKS, _VALID, _UPDATE = 1 << 30, 1 << 29, 1 << 30
_CYCLES_A_TICK = Fraction(5, 2)


class SystemTimer(Peripheral):
    """UNIT0; no alarms."""

    REGISTERS: ClassVar = (
        Register("CONF", 0x00, reset=0x46000000, writable=0xFFC00001),
        Register("UNIT0_OP", 0x04, writable=_UPDATE, ignored=_VALID),
        Register("UNIT0_VALUE_HI", 0x40),
        Register("UNIT0_VALUE_LO", 0x44),
    )

    def reset(self) -> None:
        super().reset()
        self._counter = self.system.timeline.counter(lambda: self._rate)
        self._snapshot: int | None = None

    def connect(self) -> None:
        self._clocks = self.system.only(Clocks)

    @property
    def _rate(self) -> Fraction:
        return (
            self._clocks.crystal / _CYCLES_A_TICK if self.values["CONF"] & _WORKS else Fraction(0)
        )

    def _write_conf(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["CONF"] = value

    def _write_unit0_op(self, value: int) -> None:
        if value & _UPDATE:
            if not self._rate:
                raise Violation(f"reads {self.name}, whose UNIT0 does not count (CONF, bit 30)")
            self.system.note_time_read()
            self._snapshot = self._counter.ticks

    def _read_unit0_op(self) -> int:
        return _VALID if self._snapshot is not None else 0

    def _read_unit0_value_hi(self) -> int:
        return self._taken >> 32

    def _read_unit0_value_lo(self) -> int:
        return self._taken & ALL_BITS

    @property
    def _taken(self) -> int:
        if self._snapshot is None:
            raise Violation(f"reads the value of {self.name} without UNIT0_OP's update before")
        return self._snapshot
