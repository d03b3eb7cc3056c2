"""Pins (nRF52840 PS v1.7, 6.9)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_DIRECTION, _INPUT_OFF = 1 << 0, 1 << 1
_CONFIGURATION = 0x0003_070F  # SENSE, DRIVE, PULL, INPUT, DIR


class GpioPort(Peripheral):
    """One port. Option: `pins`, how many it has."""

    REGISTERS: ClassVar = (
        *(
            Register(name, offset, writable=ALL_BITS)
            for name, offset in (
                *(("OUT", 0x504), ("OUTSET", 0x508), ("OUTCLR", 0x50C)),
                *(("DIR", 0x514), ("DIRSET", 0x518), ("DIRCLR", 0x51C)),
            )
        ),
        Register("IN", 0x510),
        *(
            Register(f"PIN_CNF{pin}", 0x700 + 4 * pin, reset=_INPUT_OFF, writable=_CONFIGURATION)
            for pin in range(32)
        ),
    )

    def drives_high(self, pin: int) -> bool:
        """Whether a pin is an output at 1."""
        return bool(self._direction(pin) and self.bits("OUT", pin))

    def is_input(self, pin: int) -> bool:
        """Whether a pin is an input whose buffer is connected."""
        return not self.values[f"PIN_CNF{pin}"] & (_DIRECTION | _INPUT_OFF)

    def _direction(self, pin: int) -> int:
        return self.values[f"PIN_CNF{pin}"] & _DIRECTION

    def _read_in(self) -> int:
        return self.values["OUT"] & self._read_dir()

    def _write_out(self, value: int) -> None:
        self._check(value ^ self.values["OUT"])
        self.values["OUT"] = value

    def _write_outset(self, value: int) -> None:
        self._write_out(self.values["OUT"] | value)

    def _write_outclr(self, value: int) -> None:
        self._write_out(self.values["OUT"] & ~value)

    def _read_outset(self) -> int:
        return self.values["OUT"]

    def _read_outclr(self) -> int:
        return self.values["OUT"]

    def _read_dir(self) -> int:
        return sum(self._direction(pin) << pin for pin in range(32))

    def _write_dir(self, value: int) -> None:
        self._check(value)
        for pin in range(32):
            name = f"PIN_CNF{pin}"
            self.values[name] = self.values[name] & ~_DIRECTION | value >> pin & 1

    def _write_dirset(self, value: int) -> None:
        self._write_dir(self._read_dir() | value)

    def _write_dirclr(self, value: int) -> None:
        self._write_dir(self._read_dir() & ~value)

    def _read_dirset(self) -> int:
        return self._read_dir()

    def _read_dirclr(self) -> int:
        return self._read_dir()

    def _check(self, pins: int) -> None:
        if pins >> self.instance.options["pins"]:
            raise Violation(f"uses pins 0x{pins:08x} of {self.name}, which has fewer")
