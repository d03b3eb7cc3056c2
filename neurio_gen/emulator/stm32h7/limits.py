"""How fast clocks and flash of the STM32H743, revision V, may be at each voltage scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from neurio_gen.emulator.fault import Violation

_MHZ = 1_000_000


@dataclass(frozen=True)
class VoltageScale:
    """Highest clocks of a voltage scale, MHz: core, AXI and AHB, APB.

    `flash` has rows of highest AXI clock in MHz, wait states, and WRHIGHFREQ for it.
    """

    core: int
    bus: int
    peripherals: int
    flash: tuple[tuple[int, int, int], ...]

    def check_flash(self, name: str, bus: Fraction, wait_states: int, delay: int) -> None:
        """Raises Violation where the flash is too slow for its clock, in Hz."""
        frequency = float(bus) / _MHZ
        needed, needed_delay = next(row[1:] for row in self.flash if frequency <= row[0])
        if wait_states < needed:
            raise Violation(
                f"runs the flash on {frequency:g} MHz with {wait_states} wait states; {name} "
                f"needs {needed}",
                hint=f"Set FLASH_ACR.LATENCY to {needed} before the clock goes up.",
            )
        if delay < needed_delay:
            raise Violation(
                f"runs the flash on {frequency:g} MHz with WRHIGHFREQ {delay}; {name} needs "
                f"{needed_delay}",
                hint=f"Set FLASH_ACR.WRHIGHFREQ to {needed_delay} before the clock goes up.",
            )

    def check_clocks(
        self, name: str, core: Fraction, bus: Fraction, peripherals: Mapping[str, Fraction]
    ) -> None:
        """Raises Violation where a clock is too fast. All in Hz."""
        clocks = [("the core", core, self.core), ("AXI and AHB", bus, self.bus)]
        clocks += [(name, clock, self.peripherals) for name, clock in peripherals.items()]
        for what, clock, limit in clocks:
            if clock > limit * _MHZ:
                raise Violation(
                    f"runs {what} at {float(clock) / _MHZ:g} MHz in {name}, which allows "
                    f"{limit} MHz"
                )


# DS12110, general operating conditions (6.3.1) of revision V; RM0433, table 17 (4.3.8).
SCALES: Mapping[str, VoltageScale] = {
    "VOS0": VoltageScale(
        480, 240, 120, ((70, 0, 0), (140, 1, 1), (185, 2, 1), (210, 2, 2), (225, 3, 2), (240, 4, 2))
    ),
    "VOS1": VoltageScale(
        400, 200, 100, ((70, 0, 0), (140, 1, 1), (185, 2, 1), (210, 2, 2), (225, 3, 2))
    ),
    "VOS2": VoltageScale(300, 150, 75, ((55, 0, 0), (110, 1, 1), (165, 2, 1), (225, 3, 2))),
    # The data sheet gives 50 MHz for the APBs, but after reset the chip runs them on HSI's 64 MHz.
    "VOS3": VoltageScale(
        200, 100, 64, ((45, 0, 0), (90, 1, 1), (135, 2, 1), (180, 3, 2), (225, 4, 2))
    ),
}
