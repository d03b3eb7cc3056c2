"""The caches of the Cortex-M7 (Armv7-M ARM, B2.2.7 and B3.2; Cortex-M7 TRM, chapter 5).

They are never coherent by themselves, but nothing here writes memory but the core, so their
contents need no model. What has to be right is that they are invalidated before they are on: after
reset their tags are random.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.emulator.cortex_m.scb import Scb
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_DC, _IC, _BP = 1 << 16, 1 << 17, 1 << 18
_LINE_BYTES = 32
_ALL_POLICIES = 0xF0000000  # CCSIDR: write-through, write-back, read and write allocation
_LEVEL_1_SEPARATE = 0x09000003  # CLIDR
_LINES_OF_8_WORDS = 0x8303C003  # CTR


@dataclass(frozen=True)
class CacheGeometry:
    """Ways and sets, powers of two, of lines of 32 bytes."""

    ways: int
    sets: int

    @property
    def size_id(self) -> int:
        """CCSIDR."""
        line = (_LINE_BYTES // 4).bit_length() - 3
        return _ALL_POLICIES | self.sets - 1 << 13 | self.ways - 1 << 3 | line

    def line(self, value: int) -> tuple[int, int]:
        """Set and way that a write of DCISW names. Raises Violation for one that is not there."""
        way_shift = 32 - (self.ways - 1).bit_length()
        set_shift = _LINE_BYTES.bit_length() - 1
        row, way = value >> set_shift & self.sets - 1, value >> way_shift
        if value != row << set_shift | way << way_shift:
            raise Violation(
                f"invalidates 0x{value:08x} by set and way, which names no line of a data cache of "
                f"{self.sets} sets in {self.ways} ways"
            )
        return row, way


# 16 KiB each, as STM32H742, H743 and H753 have them (RM0433, 2.1); other chips' data say otherwise.
DATA = CacheGeometry(ways=4, sets=128)
INSTRUCTIONS = CacheGeometry(ways=2, sets=256)


class CacheMaintenance(Peripheral):
    """What invalidates and cleans, by address or as a whole. Offsets count from 0xE000EF50.

    Options: `data` and `instructions`, the geometries of the caches.
    """

    REGISTERS: ClassVar = tuple(
        Register(name, offset, writable=ALL_BITS)
        for name, offset in (
            *(("ICIALLU", 0x00), ("ICIMVAU", 0x08), ("DCIMVAC", 0x0C), ("DCISW", 0x10)),
            *(("DCCMVAU", 0x14), ("DCCMVAC", 0x18), ("DCCSW", 0x1C), ("DCCIMVAC", 0x20)),
            *(("DCCISW", 0x24), ("BPIALL", 0x28)),
        )
    )

    def reset(self) -> None:
        super().reset()
        self.instructions_invalidated = False
        self._invalidated: set[tuple[int, int]] = set()
        self.data: CacheGeometry = self.instance.options.get("data", DATA)
        self.instructions: CacheGeometry = self.instance.options.get("instructions", INSTRUCTIONS)

    @property
    def stale_lines(self) -> int:
        """Lines of the data cache that have not been invalidated since reset."""
        return self.data.ways * self.data.sets - len(self._invalidated)

    def access(self, offset: int, size: int, value: int | None) -> int:
        if value is None:
            raise Violation(f"reads a register of cache maintenance, offset 0x{offset:x}")
        return super().access(offset, size, value)

    def _write_iciallu(self, _value: int) -> None:
        self.instructions_invalidated = True

    def _write_dcisw(self, value: int) -> None:
        self._invalidated.add(self.data.line(value))

    def _write_dccisw(self, value: int) -> None:
        self.data.line(value)

    def _write_dccsw(self, value: int) -> None:
        self.data.line(value)


class CachedScb(Scb):
    """The system control block of a core with both caches."""

    REGISTERS: ClassVar = (
        *(register for register in Scb.REGISTERS if register.name != "CCR"),
        Register("CCR", 0x14, reset=0x40200, writable=0x31B | _DC | _IC),
        Register("CLIDR", 0x78, reset=_LEVEL_1_SEPARATE),
        Register("CTR", 0x7C, reset=_LINES_OF_8_WORDS),
        Register("CCSIDR", 0x80),
        Register("CSSELR", 0x84, writable=0x1),
    )

    def _read_ccsidr(self) -> int:
        caches = self.system.only(CacheMaintenance)
        return (caches.instructions if self.values["CSSELR"] else caches.data).size_id

    def _write_ccr(self, value: int) -> None:
        rising = value & ~self.values["CCR"]
        maintenance = self.system.only(CacheMaintenance)
        if rising & _DC and maintenance.stale_lines:
            raise Violation(
                f"switches the data cache on while {maintenance.stale_lines} of its lines have not "
                "been invalidated since reset",
                hint="Write each set and way to DCISW first.",
            )
        if rising & _IC and not maintenance.instructions_invalidated:
            raise Violation(
                "switches the instruction cache on before it was invalidated",
                hint="Write ICIALLU first.",
            )
        self.values["CCR"] = value
