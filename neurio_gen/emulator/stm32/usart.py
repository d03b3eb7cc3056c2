"""USART, UART and LPUART (RM0351 chapters 40 and 41, RM0432 chapters 50 and 51).

Sending takes no virtual time, so that a timed window holds instructions of the inference and not
of waiting for a line. Firmware still has to look at TXE before each byte.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Console, Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree
from neurio_gen.emulator.stm32.gpio import GpioPort

_RE, _TE = 1 << 2, 1 << 3
_RXNEIE, _TCIE, _TXEIE, _OVER8, _FIFOEN = 1 << 5, 1 << 6, 1 << 7, 1 << 15, 1 << 29
_FE, _RXNE, _TC, _TXE, _TEACK, _REACK = 1 << 1, 1 << 5, 1 << 6, 1 << 7, 1 << 21, 1 << 22
_PRESCALERS = (1, 2, 4, 6, 8, 10, 12, 16, 32, 64, 128, 256)
_BITS_PER_CHARACTER = 10
_TOLERANCE = Fraction(2, 100)
_EMPTY_LOOKS = 64


class Usart(Console):
    """One of the second generation, 8N1.

    Options: `low_power` for an LPUART; `fifo`, the bytes that it holds, 0 for none; `pins`, the
    alternate function of each pin it can be on; `kernel_clock`: register, lowest bit, and the
    clocks to choose from, or the one clock that it has.
    """

    ENABLE: ClassVar = 1 << 0
    RECEIVE: ClassVar = "RDR"

    def registers(self) -> tuple[Register, ...]:
        low_power = self.instance.options["low_power"]
        fifo = self.instance.options["fifo"]
        control = self.ENABLE | _RE | _TE | _RXNEIE | _TCIE | _TXEIE
        control |= (0 if low_power else _OVER8) | (_FIFOEN if fifo else 0)
        registers = [
            Register("CR1", 0x00, writable=control),
            Register("CR2", 0x04),
            Register("CR3", 0x08, writable=1 << 12),  # OVRDIS
            Register("BRR", 0x0C, writable=0xFFFFF if low_power else 0xFFFF),
            Register("RQR", 0x18, writable=0x18),
            Register("ISR", 0x1C),
            Register("ICR", 0x20, ignored=ALL_BITS),
            Register("RDR", 0x24),
            Register("TDR", 0x28, writable=0xFF),
        ]
        if fifo:
            registers.append(Register("PRESC", 0x2C, writable=0xF))
        return tuple(registers)

    REGISTERS: ClassVar = ()

    def reset(self) -> None:
        super().reset()
        self._unchecked_bytes = 0
        self._last_sent = 0
        self._empty_looks = 0
        self._rate: tuple[int, Fraction] | None = None
        self._sound: dict[str, tuple[int, int]] = {}

    def connect(self) -> None:
        self._clocks = self.system.only(ClockTree)
        self._nvic = self.system.only(Nvic)
        self._is_console = self.system.wiring.uart == self.name

    @property
    def baud(self) -> Fraction:
        """The rate of the line, bits per second."""
        if self._rate is not None and self._rate[0] == self.system.changes:
            return self._rate[1]
        rate = self._set_rate()
        if rate:  # a clock that is not ready yet will be, without a change of a register
            self._rate = self.system.changes, rate
        return rate

    def _set_rate(self) -> Fraction:
        divisor = self.values["BRR"]
        clock = self._kernel_clock / _PRESCALERS[self.values.get("PRESC", 0)]
        if self.instance.options["low_power"]:
            if divisor < 0x300:
                raise Violation(f"uses {self.name} with BRR 0x{divisor:x}, below 0x300")
            return 256 * clock / divisor
        if self.values["CR1"] & _OVER8:
            divisor = divisor & 0xFFF0 | (divisor & 7) << 1
            clock *= 2
        if divisor < 16:
            raise Violation(f"uses {self.name} with BRR 0x{divisor:x}, below 16")
        return clock / divisor

    def _write_cr1(self, value: int) -> None:
        self.values["CR1"] = value
        self._signal()

    def _write_brr(self, value: int) -> None:
        if self.values["CR1"] & self.ENABLE:
            raise Violation(f"writes {self.name}_BRR while the UART is on (UE)")
        self.values["BRR"] = value

    def _read_isr(self) -> int:
        control = self.values["CR1"]
        self._unchecked_bytes = 0
        value = _TC | _TXE
        if control & self.ENABLE and control & _TE:
            value |= _TEACK
        if control & self.ENABLE and control & _RE:
            value |= _REACK
            value |= self._look_for_input()
        return value

    def _read_rdr(self) -> int:
        if not self._has_input():
            raise Violation(f"reads {self.name}_{self.RECEIVE} while no byte has come (RXNE)")
        byte = self.system.received.popleft()
        self._empty_looks = 0
        self._signal()
        return byte

    def _write_tdr(self, value: int) -> None:
        control = self.values["CR1"]
        if not control & self.ENABLE or not control & _TE:
            raise Violation(f"sends on {self.name} while its transmitter is off (UE, TE)")
        self._check_line("tx", "sending")
        depth = self.instance.options["fifo"] if control & _FIFOEN else 1
        now = self.system.timeline.cycles
        character = _BITS_PER_CHARACTER * self.system.timeline.frequency / self.baud
        if self._unchecked_bytes >= depth and now - self._last_sent < character:
            raise Violation(f"sends on {self.name} without looking whether there is room (TXE)")
        self._unchecked_bytes += 1
        self._last_sent = now
        self._empty_looks = 0
        if self._is_console:
            self.system.sent.append(value)
            self.system.cpu.attend()

    def input_arrived(self) -> None:
        """Called when the host has sent bytes."""
        self._empty_looks = 0
        self._signal()

    def _look_for_input(self) -> int:
        if self._has_input():
            self._check_line("rx", "receiving")
            return _RXNE | (_FE if self.sees_break() else 0)
        self._empty_looks += 1
        if self._is_console and self._empty_looks >= _EMPTY_LOOKS:
            self.system.waiting = True
            self.system.cpu.attend()
        return 0

    def _has_input(self) -> bool:
        return self._is_console and bool(self.system.received)

    def _check_line(self, end: str, doing: str) -> None:
        """Whether the line works, which is looked at anew when a setting of either end changes."""
        settings = self.system.changes, self.system.baud
        if self._sound.get(end) == settings:
            return
        wiring, line = self.system.wiring, self.system.baud
        if not self._is_console:
            raise Violation(
                f"uses {self.name}, but the console of {wiring.board} is on {wiring.uart}"
            )
        pin = wiring.tx if end == "tx" else wiring.rx
        port = self.system.get(f"GPIO{pin[1]}", GpioPort)
        function = self.instance.options["pins"][pin]
        port.check_alternate(int(pin[2:]), function, f"{doing} on {self.name}")
        if not self._kernel_clock:
            raise Violation(f"uses {self.name} while its kernel clock {self._clock_name} is off")
        baud = self.baud
        if end == "rx" and self.sees_break():
            return
        if abs(baud - line) > line * _TOLERANCE:
            raise Violation(
                f"{doing} on {self.name} at {float(baud):,.0f} baud (BRR "
                f"0x{self.values['BRR']:x}, {self._clock_name} "
                f"{float(self._kernel_clock) / 1e6:g} MHz), but the line is at {line:,}"
            )
        self._sound[end] = settings

    @property
    def _clock_name(self) -> str:
        if isinstance(self.instance.options["kernel_clock"], str):
            return str(self.instance.options["kernel_clock"])
        register, low, names = self.instance.options["kernel_clock"]
        chosen = self._clocks.bits(register, low, (len(names) - 1).bit_length())
        if chosen >= len(names):
            raise Violation(
                f"uses {self.name} with its kernel clock set to {chosen}, a reserved value"
            )
        return str(names[chosen])

    @property
    def _kernel_clock(self) -> Fraction:
        return self._clocks.frequency(self._clock_name)

    def _signal(self) -> None:
        if self.instance.interrupt is None:
            return
        control = self.values["CR1"]
        wanted = control & (_TXEIE | _TCIE) and control & _TE
        came = control & _RXNEIE and control & _RE and self._has_input()
        self._nvic.set_level(
            self.instance.interrupt, bool(control & self.ENABLE and (wanted or came))
        )


class FirstUsart(Usart):
    """One of the first generation, as STM32F4 have it (RM0390, chapter 25).

    It has other offsets, one data register, and its bus's clock.
    """

    ENABLE: ClassVar = 1 << 13
    RECEIVE: ClassVar = "DR"

    def registers(self) -> tuple[Register, ...]:
        control = self.ENABLE | _RE | _TE | _RXNEIE | _TCIE | _TXEIE | _OVER8
        return (
            Register("SR", 0x00, reset=0xC0, ignored=ALL_BITS),
            Register("DR", 0x04, writable=0xFF),
            Register("BRR", 0x08, writable=0xFFFF),
            Register("CR1", 0x0C, writable=control),
            Register("CR2", 0x10),
            Register("CR3", 0x14),
        )

    def _read_sr(self) -> int:
        return self._read_isr() & ~(_TEACK | _REACK)

    def _read_dr(self) -> int:
        return self._read_rdr()

    def _write_dr(self, value: int) -> None:
        self._write_tdr(value)
