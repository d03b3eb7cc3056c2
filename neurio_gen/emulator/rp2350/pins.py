"""Pins and resets (RP2350 data sheet, 9.11, 3.1.11 and 7.5)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.rp2040 import gpio, resets

_PINS = 30  # of the package with 60 pins
_MASK = (1 << _PINS) - 1


class Pads(gpio.Pads):
    """PADS_BANK0: isolated after reset, inputs off."""

    REGISTERS: ClassVar = (
        Register("VOLTAGE_SELECT", 0x0, writable=1),
        *(Register(f"GPIO{n}", 4 + 4 * n, reset=0x116, writable=0x1FF) for n in range(_PINS)),
    )


class SingleCycleIo(gpio.SingleCycleIo):
    """SIO: only its outputs of the lower 32 pins."""

    REGISTERS: ClassVar = (
        Register("CPUID", 0x00),
        Register("GPIO_IN", 0x04),
        *(
            Register(f"GPIO_{what}{change}", first + 8 * index, writable=_MASK)
            for what, first in (("OUT", 0x10), ("OE", 0x30))
            for index, change in enumerate(("", "_SET", "_CLR", "_XOR"))
        ),
    )


class Resets(resets.Resets):
    """A closed gate is a block in reset."""

    BLOCKS: ClassVar = 0x1FFFFFFF
    QSPI: ClassVar = 1 << 7 | 1 << 10  # IO_QSPI and PADS_QSPI, which the boot ROM has released
