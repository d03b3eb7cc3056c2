"""The APB UART (Cortex-M System Design Kit Technical Reference Manual, 4.3).

Sending takes no virtual time, as in the other models.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Console, Register

_TX_ENABLED, _RX_ENABLED = 1 << 0, 1 << 1
_RX_FULL = 1 << 1
_TOLERANCE = Fraction(2, 100)
_EMPTY_LOOKS = 64


class CmsdkUart(Console):
    """One of them, polled. Option: `clock`, Hz."""

    REGISTERS: ClassVar = (
        Register("DATA", 0x00, writable=0xFF),
        Register("STATE", 0x04),
        Register("CTRL", 0x08, writable=_TX_ENABLED | _RX_ENABLED),
        Register("BAUDDIV", 0x10, writable=0xFFFFF),
    )

    def reset(self) -> None:
        super().reset()
        self._empty_looks = 0

    @property
    def baud(self) -> Fraction:
        """The rate of the line, bits per second."""
        return Fraction(self.instance.options["clock"], max(self.values["BAUDDIV"], 16))

    def input_arrived(self) -> None:
        self._empty_looks = 0

    def _read_state(self) -> int:
        if not self.values["CTRL"] & _RX_ENABLED:
            return 0
        if self._has_input():
            if not self.sees_break():
                self._check_rate("receives")
            return _RX_FULL
        self._empty_looks += 1
        if self.system.wiring.uart == self.name and self._empty_looks >= _EMPTY_LOOKS:
            self.system.waiting = True
            self.system.cpu.attend()
        return 0

    def _read_data(self) -> int:
        if not self._has_input():
            return 0
        self._empty_looks = 0
        return self.system.received.popleft()

    def _write_data(self, value: int) -> None:
        if not self.values["CTRL"] & _TX_ENABLED:
            raise Violation(f"sends on {self.name} while its transmitter is off")
        self._check_rate("sends")
        self._empty_looks = 0
        if self.system.wiring.uart == self.name:
            self.system.sent.append(value)
            self.system.cpu.attend()

    def _check_rate(self, doing: str) -> None:
        baud, line = self.baud, self.system.baud
        if abs(baud - line) > line * _TOLERANCE:
            raise Violation(
                f"{doing} on {self.name} at {float(baud):,.0f} baud, but the line is at {line:,}"
            )

    def _has_input(self) -> bool:
        return self.system.wiring.uart == self.name and bool(self.system.received)
