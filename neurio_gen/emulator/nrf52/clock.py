"""Clock control (nRF52840 PS v1.7, 5.4): the core always runs at 64 MHz.

From reset on its source is the internal oscillator; the 32 MHz crystal replaces it on request.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.nrf52.tasks import events, tasks
from neurio_gen.emulator.peripheral import Peripheral, Register

CORE_HZ = 64_000_000
_START_UP = Fraction(360, 1_000_000)  # of the crystal, typical (5.4.4.2)
_RUNNING, _FROM_CRYSTAL = 1 << 16, 1 << 0


class ClockControl(Peripheral):
    """HFCLK; the low-frequency clock is not modelled."""

    REGISTERS: ClassVar = (
        *tasks([("TASKS_HFCLKSTART", 0x000), ("TASKS_HFCLKSTOP", 0x004)]),
        *events([("EVENTS_HFCLKSTARTED", 0x100)]),
        Register("HFCLKRUN", 0x408),
        Register("HFCLKSTAT", 0x40C),
    )

    def reset(self) -> None:
        super().reset()
        self._ready_at: Fraction | None = None
        self._cleared = False
        self.system.timeline.set_frequency(Fraction(CORE_HZ))

    def _write_tasks_hfclkstart(self, value: int) -> None:
        if value and self._ready_at is None:
            if "HFXO" not in self.system.wiring.crystals:
                raise Violation(f"starts HFXO, for which {self.system.wiring.board} has no crystal")
            self._ready_at = self.system.timeline.seconds + _START_UP
            self._cleared = False

    def _write_tasks_hfclkstop(self, value: int) -> None:
        if value:
            self._ready_at = None

    def _read_events_hfclkstarted(self) -> int:
        return int(self._is_ready and not self._cleared)

    def _write_events_hfclkstarted(self, value: int) -> None:
        if value:
            raise Violation(f"sets an event of {self.name}, which only hardware should")
        self._cleared = self._is_ready

    def _read_hfclkrun(self) -> int:
        return int(self._ready_at is not None)

    def _read_hfclkstat(self) -> int:
        return _RUNNING | (_FROM_CRYSTAL if self._is_ready else 0)

    @property
    def _is_ready(self) -> bool:
        return self._ready_at is not None and self.system.timeline.seconds >= self._ready_at
