"""FlexRAM's banks by the general purpose registers of the IOMUX controller (chapter "FlexRAM")."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_KIB = 1024
_BANK_BYTES = 32 * _KIB
_BANKS = 16
_DTCM, _ITCM = 0b10, 0b11
_ITCM_ON, _DTCM_ON, _BY_BANKS = 1 << 0, 1 << 1, 1 << 2
_MEMORIES = {"itcm": (_ITCM, _ITCM_ON, 16), "dtcm": (_DTCM, _DTCM_ON, 20)}


class GeneralPurposeRegisters(Peripheral):
    """GPR14, 16 and 17.

    After reset fuses divide FlexRAM. What firmware keeps there is lost when it divides it anew, so
    nothing may be in either memory before.
    """

    REGISTERS: ClassVar = (
        Register("GPR14", 0x38, reset=0x00880000, writable=0x00FF0000),
        Register("GPR16", 0x40, reset=0x00200003, writable=0x7),
        Register("GPR17", 0x44, writable=ALL_BITS),
    )

    def connect(self) -> None:
        for name in _MEMORIES:
            self.system.cpu.memory.limit_ram(name, 0, "before FlexRAM's banks are set (GPR16)")

    def _write_gpr17(self, value: int) -> None:
        if self.values["GPR16"] & _BY_BANKS:
            raise Violation("changes FlexRAM's banks (GPR17) while they are in use")
        self.values["GPR17"] = value

    def _write_gpr16(self, value: int) -> None:
        self.values["GPR16"] = value
        if not value & _BY_BANKS:
            return
        use = [self.values["GPR17"] >> 2 * bank & 3 for bank in range(_BANKS)]
        for name, (kind, switch, low) in _MEMORIES.items():
            length = use.count(kind) * _BANK_BYTES if value & switch else 0
            seen = self._bytes_seen(self.bits("GPR14", low, 4))
            if length > seen:
                raise Violation(
                    f"gives the {name.upper()} {length // _KIB} KiB of FlexRAM, of which the core "
                    f"sees {seen // _KIB} (GPR14)"
                )
            why = f"beyond the {length // _KIB} KiB that FlexRAM gives it (GPR17)"
            self.system.cpu.memory.limit_ram(name, length, why)

    @staticmethod
    def _bytes_seen(code: int) -> int:
        """The size that GPR14 gives: 4 KiB for 3, then twice as much a step."""
        if not code:
            return 0
        if not 3 <= code <= 10:
            raise Violation(f"sets a size of a memory in GPR14 to {code}, a reserved value")
        return _KIB << code - 1
