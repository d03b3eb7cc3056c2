"""Pins (C3: 5, C6: 7): the IO MUX gives each a function, the GPIO matrix drives outputs."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_INPUT, _PULL_UP, _DRIVE = 1 << 9, 1 << 8, 2 << 10
_UART_FUNCTION = 0


class IoMux(Peripheral):
    """Functions of pins. Options: `pins`, their number; `tx`, `rx`: those that the ROM has set."""

    def registers(self) -> tuple[Register, ...]:
        options = self.instance.options
        resets = {options["tx"]: _DRIVE, options["rx"]: _DRIVE | _INPUT | _PULL_UP}
        return tuple(
            Register(f"GPIO{n}", 4 + 4 * n, reset=resets.get(n, 0x1000 | _DRIVE), writable=0x7FFF)
            for n in range(options["pins"])
        )

    REGISTERS: ClassVar = ()

    def check_uart(self, pin: str, doing: str, *, output: bool) -> None:
        """Raises Violation unless a pin is the UART's."""
        value = self.values[pin]
        function = value >> 12 & 7
        if function != _UART_FUNCTION:
            raise Violation(
                f"{doing} needs pin {pin} on function {_UART_FUNCTION}, it is on {function}"
            )
        if not output and not value & _INPUT:
            raise Violation(f"{doing} needs pin {pin} as an input (FUN_IE)")


class Gpio(Peripheral):
    """Outputs."""

    REGISTERS: ClassVar = (
        *(
            Register(name, offset, writable=ALL_BITS)
            for name, offset in (
                *(("OUT", 0x04), ("OUT_W1TS", 0x08), ("OUT_W1TC", 0x0C)),
                *(("ENABLE", 0x20), ("ENABLE_W1TS", 0x24), ("ENABLE_W1TC", 0x28)),
            )
        ),
        *(Register(f"FUNC{n}_OUT_SEL", 0x554 + 4 * n, writable=0x7FF) for n in range(31)),
    )

    def _write(self, register: Register, value: int) -> None:
        name, _, change = register.name.partition("_W1")
        if change == "TS":
            self.values[name] |= value
        elif change == "TC":
            self.values[name] &= ~value
        else:
            super()._write(register, value)
