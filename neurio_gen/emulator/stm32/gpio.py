"""Pins (RM0351 and RM0432, chapter 8)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register
from neurio_gen.emulator.stm32.supply import Supply

_ANY_SIZE = (1, 2, 4)
_MODES = ("input", "output", "alternate function", "analog")
_OUTPUT, _ALTERNATE = 1, 2
_HALF = 0xFFFF


class GpioPort(Peripheral):
    """One port.

    Options: `reset`, values after reset; `vddio2`, mask of pins of that supply; `brr`, whether it
    has that register, as most series do.
    """

    REGISTERS: ClassVar = (
        Register("MODER", 0x00, reset=ALL_BITS, writable=ALL_BITS, sizes=_ANY_SIZE),
        Register("OTYPER", 0x04, writable=_HALF, sizes=_ANY_SIZE),
        Register("OSPEEDR", 0x08, writable=ALL_BITS, sizes=_ANY_SIZE),
        Register("PUPDR", 0x0C, writable=ALL_BITS, sizes=_ANY_SIZE),
        Register("IDR", 0x10, sizes=_ANY_SIZE),
        Register("ODR", 0x14, writable=_HALF, sizes=_ANY_SIZE),
        Register("BSRR", 0x18, writable=ALL_BITS, sizes=_ANY_SIZE),
        Register("AFRL", 0x20, writable=ALL_BITS, sizes=_ANY_SIZE),
        Register("AFRH", 0x24, writable=ALL_BITS, sizes=_ANY_SIZE),
        Register("BRR", 0x28, writable=_HALF, sizes=_ANY_SIZE),
    )

    def registers(self) -> tuple[Register, ...]:
        if self.instance.options.get("brr", True):
            return self.REGISTERS
        return tuple(register for register in self.REGISTERS if register.name != "BRR")

    def reset(self) -> None:
        super().reset()
        self.values.update(self.instance.options.get("reset", {}))

    def _read_idr(self) -> int:
        outputs = sum(1 << pin for pin in range(16) if self.bits("MODER", 2 * pin, 2) == 1)
        return self.values["ODR"] & outputs

    def _read_bsrr(self) -> int:
        return 0

    def _read_brr(self) -> int:
        return 0

    def _write_bsrr(self, value: int) -> None:
        self._drive(self.values["ODR"] & ~(value >> 16) | value & _HALF)

    def _write_brr(self, value: int) -> None:
        self._drive(self.values["ODR"] & ~value)

    def _write_odr(self, value: int) -> None:
        self._drive(value)

    def check_alternate(self, pin: int, function: int, purpose: str) -> None:
        """Raises Violation unless a pin is powered and switched to that alternate function."""
        name = f"P{self.instance.name[-1]}{pin}"
        gate = self.instance.gate
        if gate and self.system.clocks and not self.system.clocks.gate_is_open(gate):
            raise Violation(f"{purpose} needs pin {name}, whose port has no clock")
        mode = self.bits("MODER", 2 * pin, 2)
        if mode != _ALTERNATE:
            raise Violation(f"{purpose} needs pin {name}, which is in {_MODES[mode]} mode")
        selected = self.bits("AFRH" if pin >= 8 else "AFRL", 4 * (pin % 8), 4)
        if selected != function:
            raise Violation(
                f"{purpose} needs pin {name} on alternate function AF{function}, "
                f"it is on AF{selected}"
            )
        self._check_powered(1 << pin, f"{purpose} needs pin {name}")

    def _drive(self, value: int) -> None:
        changed = (self.values["ODR"] ^ value) & _HALF
        self._check_powered(changed, f"drives pins 0x{changed:04x} of {self.name}")
        self.values["ODR"] = value & _HALF
        for pin in range(16):
            if changed >> pin & 1 and self.bits("MODER", 2 * pin, 2) == _OUTPUT:
                self.system.pins.note(f"P{self.instance.name[-1]}{pin}", bool(value >> pin & 1))

    def _check_powered(self, pins: int, purpose: str) -> None:
        if not pins & self.instance.options.get("vddio2", 0):
            return
        supply = self.system.only(Supply)
        if not supply.vddio2_valid:
            raise Violation(
                f"{purpose}, whose supply VDDIO2 is isolated",
                hint=f"Set {supply.VDDIO2_SWITCH} first.",
            )
