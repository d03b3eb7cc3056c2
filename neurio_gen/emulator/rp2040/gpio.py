"""Pins: their functions, pads, and the single-cycle IO (data sheet, 2.19 and 2.3.1)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Peripheral, Register
from neurio_gen.emulator.rp2040.bus import AtomicPeripheral

_PINS = 30
_MASK = (1 << _PINS) - 1
_NO_FUNCTION = 0x1F
_ISOLATED, _OUTPUT_OFF, _INPUT_ON = 1 << 8, 1 << 7, 1 << 6


class Pads(AtomicPeripheral):
    """PADS_BANK0."""

    REGISTERS: ClassVar = (
        Register("VOLTAGE_SELECT", 0x0, writable=1),
        *(Register(f"GPIO{n}", 4 + 4 * n, reset=0x56, writable=0xFF) for n in range(_PINS)),
    )


class IoBank(AtomicPeripheral):
    """IO_BANK0."""

    REGISTERS: ClassVar = (
        *(Register(f"GPIO{n}_STATUS", 8 * n) for n in range(_PINS)),
        *(
            Register(f"GPIO{n}_CTRL", 8 * n + 4, reset=_NO_FUNCTION, writable=0x3003331F)
            for n in range(_PINS)
        ),
    )

    def connect(self) -> None:
        self._pads = self.system.only(Pads)

    def check_function(self, pin: int, function: int, purpose: str, *, output: bool) -> None:
        """Raises Violation unless a pin has that function and its pad passes it on."""
        for block in (self, self._pads):
            gate = block.instance.gate
            if gate and self.system.clocks and not self.system.clocks.gate_is_open(gate):
                raise Violation(f"{purpose} needs pin GP{pin}, but {block.name} is held in reset")
        selected = self.values[f"GPIO{pin}_CTRL"]
        if selected != function:
            raise Violation(
                f"{purpose} needs pin GP{pin} on function F{function}, its control is "
                f"0x{selected:x}"
            )
        pad = self._pads.values[f"GPIO{pin}"]
        if pad & _ISOLATED:
            raise Violation(f"{purpose} needs pin GP{pin}, whose pad is isolated (ISO)")
        if pad & _OUTPUT_OFF if output else not pad & _INPUT_ON:
            raise Violation(f"{purpose} needs pin GP{pin}, whose pad is off (0x{pad:02x})")


class SingleCycleIo(Peripheral):
    """SIO: only its outputs; it knows nothing of the atomic addresses."""

    REGISTERS: ClassVar = (
        Register("CPUID", 0x00),
        Register("GPIO_IN", 0x04),
        *(
            Register(name, offset, writable=_MASK)
            for name, offset in (
                *(("GPIO_OUT", 0x10), ("GPIO_OUT_SET", 0x14)),
                *(("GPIO_OUT_CLR", 0x18), ("GPIO_OUT_XOR", 0x1C)),
                *(("GPIO_OE", 0x20), ("GPIO_OE_SET", 0x24)),
                *(("GPIO_OE_CLR", 0x28), ("GPIO_OE_XOR", 0x2C)),
            )
        ),
    )

    def _read_gpio_in(self) -> int:
        return self.values["GPIO_OUT"] & self.values["GPIO_OE"]

    def _write(self, register: Register, value: int) -> None:
        base, _, change = register.name.rpartition("_")
        if change not in ("SET", "CLR", "XOR"):
            super()._write(register, value)
            return
        old = self.values[base]
        new = {"SET": old | value, "CLR": old & ~value, "XOR": old ^ value}[change]
        super()._write(self._register(base), new)

    def _register(self, name: str) -> Register:
        return next(each for each in self._by_offset.values() if each.name == name)
