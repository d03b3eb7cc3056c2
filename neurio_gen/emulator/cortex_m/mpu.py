"""The memory protection unit (Armv7-M Architecture Reference Manual, B3.5).

The CPU emulator has none, so what it forbids is not stopped access by access. When it is switched
on, the core has to be able to go on: code, stack and peripherals need regions that allow them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.emulator.core import ARM
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_REGIONS = 16  # of the Cortex-M7, where it has a unit at all
_ENABLE, _BACKGROUND = 1 << 0, 1 << 2
_SMALLEST = 5  # log2 of a region's bytes
_READ_WRITE, _READABLE = (1, 2, 3), (1, 2, 3, 5, 6, 7)  # AP, privileged
_PERIPHERALS = 0x4000_0000
_ATTRIBUTES = 0x173F_FF3F  # XN, AP, TEX, S, C, B, SRD, SIZE, ENABLE


@dataclass(frozen=True)
class Region:
    """A region that is on; `access` is MPU_RASR.AP, `kind` TEX, C and B."""

    addresses: range
    access: int
    kind: int
    executable: bool


class ProtectionUnit(Peripheral):
    """Regions by number. Offsets count from 0xE000ED90."""

    REGISTERS: ClassVar = (
        Register("TYPE", 0x00, reset=_REGIONS << 8),
        Register("CTRL", 0x04, writable=0x7),
        Register("RNR", 0x08, writable=_REGIONS - 1),
        Register("RBAR", 0x0C, writable=ALL_BITS),
        Register("RASR", 0x10, writable=_ATTRIBUTES),
    )

    def reset(self) -> None:
        super().reset()
        self._origins: dict[int, int] = {}
        self._regions: dict[int, Region] = {}

    def region_at(self, address: int) -> Region | None:
        """The region that counts at an address: the one of the highest number."""
        return next(
            (
                self._regions[number]
                for number in sorted(self._regions, reverse=True)
                if address in self._regions[number].addresses
            ),
            None,
        )

    def _write_rbar(self, value: int) -> None:
        if value & 0x1F:
            raise Violation("names a region in MPU_RBAR, which is to be named in MPU_RNR here")
        self._origins[self.values["RNR"]] = value
        self.values["RBAR"] = value

    def _write_rasr(self, value: int) -> None:
        number = self.values["RNR"]
        self.values["RASR"] = value
        self._regions.pop(number, None)
        if not value & _ENABLE:
            return
        size = (value >> 1 & 0x1F) + 1
        origin = self._origins.get(number, 0)
        if size < _SMALLEST or origin & (1 << size) - 1:
            raise Violation(
                f"region {number} of the MPU begins at 0x{origin:08x}, which is no multiple of its "
                f"{1 << size:,} bytes"
            )
        kind = value >> 17 & 0x1C | value >> 16 & 0x3
        self._regions[number] = Region(
            range(origin, origin + (1 << size)), value >> 24 & 7, kind, not value >> 28 & 1
        )

    def _write_ctrl(self, value: int) -> None:
        self.values["CTRL"] = value
        if not value & _ENABLE or value & _BACKGROUND:
            return
        cpu = self.system.cpu
        code = cpu.accessing_pc or cpu.pc
        stack = cpu.read_register(ARM.sp)
        self._need("code", code, _READABLE, executed=True)
        self._need("the stack", stack - 4, _READ_WRITE)
        self._need("the peripherals", _PERIPHERALS, _READ_WRITE)

    def _need(
        self, what: str, address: int, access: tuple[int, ...], *, executed: bool = False
    ) -> None:
        region = self.region_at(address)
        if region is None or region.access not in access or (executed and not region.executable):
            raise Violation(
                f"switches the MPU on, which forbids {what} at 0x{address:08x}",
                hint="Set a region of a higher number there that allows it.",
            )
