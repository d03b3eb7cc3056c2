"""The identity of the chip (RM0433, DBGMCU)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral, Register


class ChipIdentity(Peripheral):
    """DBGMCU_IDC alone. Options: `idcode`, revision in the upper half, device in the lower."""

    def registers(self) -> tuple[Register, ...]:
        return (Register("IDC", 0x00, reset=self.instance.options["idcode"]),)

    REGISTERS: ClassVar = ()
