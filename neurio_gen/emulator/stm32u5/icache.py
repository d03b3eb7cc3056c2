"""The instruction cache of the STM32U5 (RM0456, chapter 8).

It changes how long code takes on silicon, not what it does: here only its registers answer.
"""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Peripheral, Register

_EN, _WAYSEL = 1 << 0, 1 << 2
_BUSYF = 1 << 0
_INVALIDATION_CYCLES = 256  # of the 8 KiB after reset: lines of 16 bytes in each of two ways


class InstructionCache(Peripheral):
    """On, off, one way or two; it empties itself after reset. No monitors, no remapping."""

    REGISTERS: ClassVar = (
        Register("CR", 0x00, reset=_WAYSEL, writable=_EN | _WAYSEL),
        Register("SR", 0x04),
    )

    def _read_sr(self) -> int:
        return _BUSYF if self.system.timeline.cycles < _INVALIDATION_CYCLES else 0

    def _write_cr(self, value: int) -> None:
        if (value ^ self.values["CR"]) & _WAYSEL and self.values["CR"] & _EN:
            raise Violation("changes WAYSEL of the instruction cache while it is on")
        self.values["CR"] = value
