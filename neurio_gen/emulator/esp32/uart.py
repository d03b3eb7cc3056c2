"""UART0 (C3: 26, C6: 27), polled, 8N1 as the boot ROM leaves it.

Sending takes no virtual time, as in the other models; firmware still has to look for room.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.esp32.clocks import Clocks
from neurio_gen.emulator.esp32.pins import IoMux
from neurio_gen.emulator.esp32.watchdog import Watchdog
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Console, Register

_FIFO_BYTES = 128
_TOLERANCE = Fraction(2, 100)
_EMPTY_LOOKS = 64
_DIVIDER_AFTER_ROM = 347 | 4 << 20  # 40 MHz at 115,200 baud


class Uart(Console):
    """What both chips have."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        Register("FIFO", 0x00, writable=0xFF),
        Register("CLKDIV", 0x14, reset=_DIVIDER_AFTER_ROM, writable=0xF00FFF),
        Register("STATUS", 0x1C),
    )

    def reset(self) -> None:
        super().reset()
        self.divider = _DIVIDER_AFTER_ROM
        self._unchecked_bytes = 0
        self._empty_looks = 0

    def connect(self) -> None:
        self._clocks = self.system.only(Clocks)
        self._pins = self.system.only(IoMux)

    @property
    def clock(self) -> Fraction:
        """What CLKDIV divides, Hz."""
        return self._clocks.uart_clock()

    @property
    def baud(self) -> Fraction:
        """The rate of the line, bits per second."""
        sixteenths = 16 * (self.divider & 0xFFF) + (self.divider >> 20 & 0xF)
        return 16 * self.clock / sixteenths if sixteenths else Fraction(0)

    def input_arrived(self) -> None:
        self._empty_looks = 0

    def _read_status(self) -> int:
        self._unchecked_bytes = 0
        if self.system.received:
            self._check_line(self.system.wiring.rx, "receiving", output=False)
            return min(len(self.system.received), 1)
        self._empty_looks += 1
        if self._empty_looks >= _EMPTY_LOOKS:
            for peripheral in self.system.peripherals.values():
                if isinstance(peripheral, Watchdog):
                    peripheral.check_stopped()
            self.system.waiting = True
            self.system.cpu.attend()
        return 0

    def _read_fifo(self) -> int:
        if not self.system.received:
            raise Violation(f"reads {self.name}_FIFO while no byte has come (RXFIFO_CNT)")
        self._empty_looks = 0
        return self.system.received.popleft()

    def _write_fifo(self, value: int) -> None:
        self._check_line(self.system.wiring.tx, "sending", output=True)
        if self._unchecked_bytes >= _FIFO_BYTES:
            raise Violation(f"sends on {self.name} without looking for room (TXFIFO_CNT)")
        self._unchecked_bytes += 1
        self._empty_looks = 0
        self.system.sent.append(value)
        self.system.cpu.attend()

    def _check_line(self, pin: str, doing: str, *, output: bool) -> None:
        self._pins.check_uart(pin, f"{doing} on {self.name}", output=output)
        if not self.clock:
            raise Violation(f"{doing} on {self.name} while its clock is off or not the crystal's")
        baud, line = self.baud, self.system.baud
        if not output and self.sees_break():
            return
        if abs(baud - line) > line * _TOLERANCE:
            raise Violation(
                f"{doing} on {self.name} at {float(baud):,.0f} baud (clock "
                f"{float(self.clock) / 1e6:g} MHz), but the line is at {line:,}"
            )


class UartC3(Uart):
    """ESP32-C3: the clock is chosen and divided in the UART; settings hold at once."""

    REGISTERS: ClassVar = (
        *Uart.REGISTERS,
        Register("CONF0", 0x20, reset=0x1000001C, writable=3 << 17),
        Register("FSM_STATUS", 0x6C),
        Register("CLK_CONF", 0x78, reset=0x03700000, writable=0x03FFFFFF),
    )
    _ON: ClassVar = 7 << 22
    _CRYSTAL: ClassVar = 3 << 20

    @property
    def clock(self) -> Fraction:
        value = self.values["CLK_CONF"]
        if value & self._ON != self._ON or value & self._CRYSTAL != self._CRYSTAL:
            return Fraction(0)
        return super().clock / ((value >> 12 & 0xFF) + 1)

    def _write_clkdiv(self, value: int) -> None:
        self.values["CLKDIV"] = self.divider = value


class UartC6(Uart):
    """ESP32-C6: PCR has the clock; settings cross over by REG_UPDATE."""

    REGISTERS: ClassVar = (
        *Uart.REGISTERS,
        Register("CONF0", 0x20, reset=0x1C, writable=3 << 22),
        Register("FSM_STATUS", 0x70),
        Register("REG_UPDATE", 0x98, writable=ALL_BITS),
    )

    def _write_reg_update(self, value: int) -> None:
        if value & 1:
            self.divider = self.values["CLKDIV"]
