"""UART0 and UART1, PL011 (data sheet, 4.2; Arm's technical reference manual DDI 0183, 3.3).

Sending takes no virtual time, as in the other models; firmware still has to look at TXFF.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Console, Register
from neurio_gen.emulator.rp2040.bus import AtomicPeripheral
from neurio_gen.emulator.rp2040.clocks import Clocks
from neurio_gen.emulator.rp2040.gpio import IoBank

_RXFE, _TXFE = 1 << 4, 1 << 7
_ENABLED, _TXE, _RXE = 1 << 0, 1 << 8, 1 << 9
_FIFOS, _LINE_8N1 = 1 << 4, 3 << 5
_FRAMING_ERROR, _BREAK = 1 << 8, 1 << 10
_FIFO_BYTES = 32
_BITS_PER_CHARACTER = 10
_FUNCTION = 2
_TOLERANCE = Fraction(2, 100)
_EMPTY_LOOKS = 64


class Uart(AtomicPeripheral, Console):
    """8N1, polled."""

    REGISTERS: ClassVar = (
        Register("DR", 0x00, writable=0xFF),
        Register("FR", 0x18),
        Register("IBRD", 0x24, writable=0xFFFF),
        Register("FBRD", 0x28, writable=0x3F),
        Register("LCR_H", 0x2C, writable=0xFF),
        Register("CR", 0x30, reset=_TXE | _RXE, writable=_ENABLED | _TXE | _RXE),
        Register("IMSC", 0x38),
        Register("ICR", 0x44, ignored=0x7FF),
    )

    def reset(self) -> None:
        super().reset()
        self._divider = Fraction(0)
        self._unchecked_bytes = 0
        self._last_sent = 0
        self._empty_looks = 0

    def connect(self) -> None:
        self._clocks = self.system.only(Clocks)
        self._pins = self.system.only(IoBank)

    @property
    def baud(self) -> Fraction:
        """The rate of the line, bits per second."""
        return self._clocks.frequency("CLK_PERI") / self._divider / 16

    def input_arrived(self) -> None:
        self._empty_looks = 0

    def _write(self, register: Register, value: int) -> None:
        if register.name in ("IBRD", "FBRD", "LCR_H") and self.values["CR"] & _ENABLED:
            raise Violation(f"writes {self.name}_{register.name} while the UART is on (UARTEN)")
        super()._write(register, value)

    def _write_lcr_h(self, value: int) -> None:
        self.values["LCR_H"] = value
        # Writing it is what takes the dividers over.
        self._divider = self.values["IBRD"] + Fraction(self.values["FBRD"], 64)

    def _read_fr(self) -> int:
        self._unchecked_bytes = 0
        if self.system.received and self._is_on(_RXE):
            self._check_line(self.system.wiring.rx, "receiving", output=False)
            return _TXFE
        self._empty_looks += 1
        if self._empty_looks >= _EMPTY_LOOKS:
            self.system.waiting = True
            self.system.cpu.attend()
        return _TXFE | _RXFE

    def _read_dr(self) -> int:
        if not self.system.received or not self._is_on(_RXE):
            raise Violation(f"reads {self.name}_DR while no byte has come (FR.RXFE)")
        self._empty_looks = 0
        errors = _FRAMING_ERROR | _BREAK if self.sees_break() else 0
        return errors | self.system.received.popleft()

    def _write_dr(self, value: int) -> None:
        if not self._is_on(_TXE):
            raise Violation(f"sends on {self.name} while its transmitter is off (UARTEN, TXE)")
        self._check_line(self.system.wiring.tx, "sending", output=True)
        depth = _FIFO_BYTES if self.values["LCR_H"] & _FIFOS else 1
        now, core = self.system.timeline.cycles, self.system.timeline.frequency
        character = _BITS_PER_CHARACTER * core / self.system.baud
        if self._unchecked_bytes >= depth and now - self._last_sent < character:
            raise Violation(f"sends on {self.name} without looking whether there is room (TXFF)")
        self._unchecked_bytes += 1
        self._last_sent = now
        self._empty_looks = 0
        self.system.sent.append(value)
        self.system.cpu.attend()

    def _is_on(self, direction: int) -> bool:
        return self.values["CR"] & (_ENABLED | direction) == _ENABLED | direction

    def _check_line(self, pin: str, doing: str, *, output: bool) -> None:
        wiring = self.system.wiring
        if wiring.uart != self.name:
            raise Violation(
                f"uses {self.name}, but the console of {wiring.board} is on {wiring.uart}"
            )
        self._pins.check_function(int(pin[2:]), _FUNCTION, f"{doing} on {self.name}", output=output)
        if self.values["LCR_H"] & ~_FIFOS != _LINE_8N1:
            raise Violation(f"{doing} on {self.name} with other frames than 8N1 (LCR_H)")
        clock = self._clocks.frequency("CLK_PERI")
        if not clock:
            raise Violation(f"{doing} on {self.name} while clk_peri is off")
        if self._divider < 1:
            raise Violation(f"{doing} on {self.name} with a divider below 1 (IBRD, LCR_H)")
        baud, line = self.baud, self.system.baud
        if not output and self.sees_break():
            return
        if abs(baud - line) > line * _TOLERANCE:
            raise Violation(
                f"{doing} on {self.name} at {float(baud):,.0f} baud (divider "
                f"{float(self._divider):g}, clk_peri {float(clock) / 1e6:g} MHz), but the line is "
                f"at {line:,}"
            )
