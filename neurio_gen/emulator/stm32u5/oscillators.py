"""The oscillators of the STM32U5, and PLL1, as things that take time to start."""

from __future__ import annotations

from fractions import Fraction

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.timeline import Timeline
from neurio_gen.emulator.wiring import Wiring

# MSISRANGE and MSIKRANGE (RM0456, 11.8.2): four dividers of each of four oscillators.
MSI_HZ = tuple(
    Fraction(kilohertz * 1000)
    for kilohertz in (
        *(48_000, 24_000, 16_000, 12_000),
        *(4_000, 2_000, Fraction(4_000, 3), 1_000),
        *(3_072, 1_536, 1_024, 768),
        *(400, 200, Fraction(400, 3), 100),
    )
)
# Of the order that the data sheet DS13737 gives as typical, microseconds; firmware has to await
# them. LSESYS, which is LSE for all but the clock of the day, takes two periods (RCC_BDCR).
_START_UP_US = {
    **{"MSIS": 5, "MSIK": 5, "HSI16": 5, "HSE": 2000},
    **{"PLL1": 30, "LSE": 2000, "LSESYS": 62},
}
# Of RCC_BDCR.
LSEON, LSEDRV, LSESYSEN = 1 << 0, 3 << 3, 1 << 7


class Oscillators:
    """Which of them run. MSIS and MSIK do after reset."""

    def __init__(self, timeline: Timeline, wiring: Wiring) -> None:
        self._timeline = timeline
        self._wiring = wiring
        self._ready_at = {"MSIS": Fraction(0), "MSIK": Fraction(0)}

    def start(self, name: str) -> None:
        """Raises Violation where the board has no such crystal."""
        if name in ("HSE", "LSE") and name not in self._wiring.crystals:
            raise Violation(f"starts {name}, for which {self._wiring.board} has no crystal")
        self._ready_at[name] = self._timeline.seconds + Fraction(_START_UP_US[name], 1_000_000)

    def stop(self, name: str) -> None:
        """It may stand already."""
        self._ready_at.pop(name, None)

    def change_lse(self, old: int, new: int) -> None:
        """Does what a write to RCC_BDCR means. Raises Violation for a wrong order."""
        if (new ^ old) & LSEDRV and old & LSEON:
            raise Violation("changes LSEDRV while LSE is on (RM0456, RCC_BDCR)")
        if new & ~old & LSEON:
            self.start("LSE")
        if new & ~old & LSESYSEN:
            if not self.is_ready("LSE"):
                raise Violation("sets LSESYSEN before LSE is ready (RM0456, RCC_BDCR)")
            self.start("LSESYS")
        if not new & LSEON:
            self.stop("LSE")
        if not new & LSEON or not new & LSESYSEN:
            self.stop("LSESYS")

    def is_ready(self, name: str) -> bool:
        """Whether it runs and is stable."""
        at = self._ready_at.get(name)
        return at is not None and self._timeline.seconds >= at
