"""LPUART (chapter "Low Power Universal Asynchronous Receiver/Transmitter").

Sending takes no virtual time, as in the other models; firmware still has to look at TDRE.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.imxrt.clocks import ClockModule
from neurio_gen.emulator.imxrt.pins import IoMux
from neurio_gen.emulator.peripheral import Console, Register

_RE, _TE = 1 << 18, 1 << 19
_BOTH_EDGES = 1 << 17
_FRAMING_ERROR, _ERRORS = 1 << 17, 0xF << 16
_RDRF, _TC, _TDRE = 1 << 21, 1 << 22, 1 << 23
_RX_FIFO, _TX_FIFO = 1 << 3, 1 << 7
_FIFO_BYTES = 4
_FUNCTION = 2
_BITS_PER_CHARACTER = 10
_TOLERANCE = Fraction(2, 100)
_EMPTY_LOOKS = 64


class LowPowerUart(Console):
    """8N1, polled."""

    REGISTERS: ClassVar = (
        Register("BAUD", 0x10, reset=0x0F000004, writable=0x1F001FFF | _BOTH_EDGES),
        Register("STAT", 0x14, reset=_TDRE | _TC, ignored=0xFFFFFFFF),
        Register("CTRL", 0x18, writable=_RE | _TE),
        Register("DATA", 0x1C, writable=0xFF),
        Register("FIFO", 0x28, reset=0x00C00011, writable=_RX_FIFO | _TX_FIFO),
    )

    def reset(self) -> None:
        super().reset()
        self._unchecked_bytes = 0
        self._last_sent = 0
        self._empty_looks = 0
        self._errors = 0

    def connect(self) -> None:
        self._clocks = self.system.only(ClockModule)
        self._pads = self.system.only(IoMux)

    @property
    def baud(self) -> Fraction:
        """The rate of the line, bits per second."""
        samples, clocks = self.bits("BAUD", 24, 5) + 1, self.bits("BAUD", 0, 13)
        if not clocks:
            raise Violation(f"uses {self.name} with its divider off (BAUD.SBR = 0)")
        if samples < 4 or (samples < 8 and not self.values["BAUD"] & _BOTH_EDGES):
            raise Violation(f"uses {self.name} with {samples} samples a bit (BAUD.OSR, BOTHEDGE)")
        return self._clocks.uart_hertz / (samples * clocks)

    def input_arrived(self) -> None:
        self._empty_looks = 0

    def _write(self, register: Register, value: int) -> None:
        if register.name in ("BAUD", "FIFO") and self.values["CTRL"] & (_RE | _TE):
            raise Violation(f"writes {self.name}_{register.name} while the UART is on (TE, RE)")
        super()._write(register, value)

    def _read_stat(self) -> int:
        self._unchecked_bytes = 0
        if self.values["CTRL"] & _RE:
            self._check_pad("rx", "receiving")
        if self.system.received and self.values["CTRL"] & _RE:
            self._check_line("rx", "receiving")
            if self.sees_break():
                self._errors |= _FRAMING_ERROR
            return _TDRE | _TC | _RDRF | self._errors
        self._empty_looks += 1
        if self._empty_looks >= _EMPTY_LOOKS:
            self.system.waiting = True
            self.system.cpu.attend()
        return _TDRE | _TC | self._errors

    def _write_stat(self, value: int) -> None:
        self._errors &= ~(value & _ERRORS)

    def _read_data(self) -> int:
        if not self.system.received or not self.values["CTRL"] & _RE:
            raise Violation(f"reads {self.name}_DATA while no byte has come (STAT.RDRF)")
        self._empty_looks = 0
        return self.system.received.popleft()

    def _write_data(self, value: int) -> None:
        if not self.values["CTRL"] & _TE:
            raise Violation(f"sends on {self.name} while its transmitter is off (CTRL.TE)")
        self._check_line("tx", "sending")
        depth = _FIFO_BYTES if self.values["FIFO"] & _TX_FIFO else 1
        now, core = self.system.timeline.cycles, self.system.timeline.frequency
        character = _BITS_PER_CHARACTER * core / self.system.baud
        if self._unchecked_bytes >= depth and now - self._last_sent < character:
            raise Violation(f"sends on {self.name} without looking whether there is room (TDRE)")
        self._unchecked_bytes += 1
        self._last_sent = now
        self._empty_looks = 0
        self.system.sent.append(value)
        self.system.cpu.attend()

    def _check_pad(self, end: str, doing: str) -> None:
        wiring = self.system.wiring
        if wiring.uart != self.name:
            raise Violation(
                f"uses {self.name}, but the console of {wiring.board} is on {wiring.uart}"
            )
        pad = wiring.tx if end == "tx" else wiring.rx
        self._pads.check_function(pad, _FUNCTION, f"{doing} on {self.name}")
        if end == "rx" and not self._pads.values["LPUART6_RX_SELECT"]:
            raise Violation(
                f"{doing} on {self.name}, whose input is from another pad than {pad}",
                hint="Set IOMUXC_LPUART6_RX_SELECT_INPUT to 1.",
            )

    def _check_line(self, end: str, doing: str) -> None:
        self._check_pad(end, doing)
        baud, line = self.baud, self.system.baud
        if end == "rx" and self.sees_break():
            return
        if abs(baud - line) > line * _TOLERANCE:
            raise Violation(
                f"{doing} on {self.name} at {float(baud):,.0f} baud (BAUD "
                f"0x{self.values['BAUD']:08x}, clock "
                f"{float(self._clocks.uart_hertz) / 1e6:g} MHz), but the line is at {line:,}"
            )
