"""The UART without DMA (nRF52840 PS v1.7, 6.33).

Sending takes no virtual time, as in the other models; firmware still has to await TXDRDY.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.nrf52.gpio import GpioPort
from neurio_gen.emulator.nrf52.tasks import events, tasks
from neurio_gen.emulator.peripheral import ALL_BITS, Console, Register

_ENABLED, _DISABLED = 4, 0
_DISCONNECTED = 1 << 31
_FRAMING, _BREAK = 1 << 2, 1 << 3
# 6.33, BAUDRATE: the register's values and the rates that they give.
_RATES = {
    **{0x0004F000: 1205, 0x0009D000: 2396, 0x0013B000: 4808, 0x00275000: 9598},
    **{0x003B0000: 14414, 0x004EA000: 19208, 0x0075F000: 28829, 0x00800000: 31250},
    **{0x009D5000: 38462, 0x00E50000: 55944, 0x00EBF000: 57762, 0x013A9000: 76923},
    **{0x01D7E000: 115942, 0x03AFB000: 231884, 0x04000000: 250000, 0x075F7000: 470588},
    **{0x0EBED000: 941176, 0x10000000: 1_000_000},
}
_TOLERANCE = Fraction(2, 100)
_EMPTY_LOOKS = 64


class Uart(Console):
    """8N1, polled."""

    REGISTERS: ClassVar = (
        *tasks((("TASKS_STARTRX", 0x000), ("TASKS_STOPRX", 0x004))),
        *tasks((("TASKS_STARTTX", 0x008), ("TASKS_STOPTX", 0x00C))),
        *events((("EVENTS_RXDRDY", 0x108), ("EVENTS_TXDRDY", 0x11C), ("EVENTS_ERROR", 0x124))),
        Register("ERRORSRC", 0x480, writable=0xF),
        Register("ENABLE", 0x500, writable=0xF),
        *(
            Register(name, offset, reset=ALL_BITS, writable=ALL_BITS)
            for name, offset in (
                *(("PSELRTS", 0x508), ("PSELTXD", 0x50C)),
                *(("PSELCTS", 0x510), ("PSELRXD", 0x514)),
            )
        ),
        Register("RXD", 0x518),
        Register("TXD", 0x51C, writable=0xFF),
        Register("BAUDRATE", 0x524, reset=0x04000000, writable=ALL_BITS),
        Register("CONFIG", 0x56C, writable=0x1F),
    )

    def reset(self) -> None:
        super().reset()
        self._receiving = self._transmitting = False
        self._presented = False
        self._unacknowledged = False
        self._idle_looks = 0

    @property
    def baud(self) -> Fraction:
        """The rate of the line, bits per second."""
        value = self.values["BAUDRATE"]
        if value not in _RATES:
            raise Violation(
                f"uses {self.name} with BAUDRATE 0x{value:08x}, which is none of the values that "
                "the specification gives"
            )
        return Fraction(_RATES[value])

    def input_arrived(self) -> None:
        self._idle_looks = 0

    def _write(self, register: Register, value: int) -> None:
        if register.name.startswith(("PSEL", "BAUDRATE", "CONFIG")) and self.values["ENABLE"]:
            raise Violation(f"writes {self.name}_{register.name} while the UART is on (ENABLE)")
        super()._write(register, value)

    def _write_enable(self, value: int) -> None:
        if value not in (_ENABLED, _DISABLED):
            raise Violation(f"writes {value} to {self.name}_ENABLE; the UART is switched on by 4")
        self.values["ENABLE"] = value

    def _write_tasks_startrx(self, value: int) -> None:
        self._receiving = self._receiving or bool(value)

    def _write_tasks_stoprx(self, value: int) -> None:
        self._receiving = self._receiving and not value

    def _write_tasks_starttx(self, value: int) -> None:
        self._transmitting = self._transmitting or bool(value)

    def _write_tasks_stoptx(self, value: int) -> None:
        self._transmitting = self._transmitting and not value

    def _write_events_txdrdy(self, value: int) -> None:
        self.values["EVENTS_TXDRDY"] = value
        self._unacknowledged = False

    def _write_errorsrc(self, value: int) -> None:
        self.values["ERRORSRC"] &= ~value

    def _write_txd(self, value: int) -> None:
        if self.values["ENABLE"] != _ENABLED or not self._transmitting:
            raise Violation(f"sends on {self.name} before ENABLE and TASKS_STARTTX")
        self._check_line("TXD", self.system.wiring.tx, "sending")
        if self._unacknowledged:
            raise Violation(f"sends on {self.name} before the last byte has left (EVENTS_TXDRDY)")
        self._unacknowledged = True
        self._idle_looks = 0
        self.values["EVENTS_TXDRDY"] = 1
        self.system.sent.append(value)
        self.system.cpu.attend()

    def _read_events_rxdrdy(self) -> int:
        self._present()
        event = self.values["EVENTS_RXDRDY"]
        if event:
            return event
        self._idle_looks += 1
        if self._idle_looks >= _EMPTY_LOOKS:
            if self._presented:
                raise Violation(
                    f"awaits {self.name}_EVENTS_RXDRDY, which was cleared behind the byte in RXD",
                    hint="Clear the event before RXD is read: the next byte may follow at once.",
                )
            self.system.waiting = True
            self.system.cpu.attend()
        return 0

    def _read_rxd(self) -> int:
        if not self._presented:
            raise Violation(f"reads {self.name}_RXD while no byte has come (EVENTS_RXDRDY)")
        self._presented = False
        self._idle_looks = 0
        byte = self.system.received.popleft()
        self._present()
        return byte

    def _present(self) -> None:
        """Moves the next byte to RXD, which is an event, once."""
        if self._presented or not self._receiving or self.values["ENABLE"] != _ENABLED:
            return
        while self.system.received and self.sees_break():  # an error instead of a byte
            self.system.received.popleft()
            self.values["ERRORSRC"] |= _FRAMING | _BREAK
            self.values["EVENTS_ERROR"] = 1
        if self.system.received:
            self._check_line("RXD", self.system.wiring.rx, "receiving")
            self._presented = True
            self.values["EVENTS_RXDRDY"] = 1

    def _check_line(self, signal: str, pin: str, doing: str) -> None:
        wiring = self.system.wiring
        if wiring.uart != self.name:
            raise Violation(
                f"uses {self.name}, but the console of {wiring.board} is on {wiring.uart}"
            )
        port, number = int(pin[1]), int(pin[3:])
        selected = self.values[f"PSEL{signal}"]
        if selected & _DISCONNECTED:
            raise Violation(f"{doing} on {self.name}, whose {signal} is connected to no pin")
        if selected != port << 5 | number:
            found = f"P{selected >> 5 & 1}.{selected & 31:02d}"
            raise Violation(f"{doing} on {self.name} needs {signal} on pin {pin}, it is on {found}")
        gpio = self.system.get(f"P{port}", GpioPort)
        if signal == "TXD" and not gpio.drives_high(number):  # 6.33.3
            raise Violation(f"{doing} on {self.name} needs pin {pin} as an output at 1")
        if signal == "RXD" and not gpio.is_input(number):
            raise Violation(f"{doing} on {self.name} needs pin {pin} as a connected input")
        baud, line = self.baud, self.system.baud
        if abs(baud - line) > line * _TOLERANCE:
            raise Violation(
                f"{doing} on {self.name} at {float(baud):,.0f} baud (BAUDRATE "
                f"0x{self.values['BAUDRATE']:08x}), but the line is at {line:,}"
            )
