"""Non-volatile memory controller (nRF52840 PS v1.7, 4.3): the cache's switch; no programming."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.timed_flash import FlashSettings, TimedFlash


class MemoryController(TimedFlash):
    """Always ready, read-only."""

    REGISTERS: ClassVar = (
        Register("READY", 0x400, reset=1),
        Register("READYNEXT", 0x408, reset=1),
        Register("CONFIG", 0x504),
        Register("ICACHECNF", 0x540, writable=0x101),
    )

    @property
    def settings(self) -> FlashSettings:
        """ICACHECNF.CACHEEN; the cache is one of code, and nothing is read ahead."""
        return FlashSettings(None, False, bool(self.values["ICACHECNF"] & 1), False)
