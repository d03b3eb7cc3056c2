"""System configuration (RM0351 and RM0432, chapter 9): only kept, nothing depends on it."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral, Register


class SystemConfiguration(Peripheral):
    """The registers that start-up code may touch."""

    REGISTERS: ClassVar = (
        Register("MEMRMP", 0x00),
        Register("CFGR1", 0x04, reset=0x7C000001, writable=0xFDFF0101),
        Register("SCSR", 0x18, writable=0x1, ignored=0x2),
        Register("CFGR2", 0x1C, writable=0xF, ignored=0x100),
    )
