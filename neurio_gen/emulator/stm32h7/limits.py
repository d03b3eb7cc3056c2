"""How fast clocks and flash of an STM32H7 may be at each voltage scale."""

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


@dataclass(frozen=True)
class ChipLimits:
    """What a chip's clocks may be: by voltage scale, and of the wide VCO of its PLLs, in MHz."""

    scales: Mapping[str, VoltageScale]
    wide_vco: tuple[int, int]


# DS12110, general operating conditions (6.3.1) of revision V; RM0433, table 17 (4.3.8).
H743 = ChipLimits(
    {
        "VOS0": VoltageScale(
            *(480, 240, 120),
            ((70, 0, 0), (140, 1, 1), (185, 2, 1), (210, 2, 2), (225, 3, 2), (240, 4, 2)),
        ),
        "VOS1": VoltageScale(
            400, 200, 100, ((70, 0, 0), (140, 1, 1), (185, 2, 1), (210, 2, 2), (225, 3, 2))
        ),
        "VOS2": VoltageScale(300, 150, 75, ((55, 0, 0), (110, 1, 1), (165, 2, 1), (225, 3, 2))),
        # The data sheet gives 50 MHz for the APBs, but after reset the chip runs them on HSI's 64.
        "VOS3": VoltageScale(
            200, 100, 64, ((45, 0, 0), (90, 1, 1), (135, 2, 1), (180, 3, 2), (225, 4, 2))
        ),
    },
    wide_vco=(192, 960),
)


def _steps(step: int, highest: int) -> tuple[tuple[int, int, int], ...]:
    """A wait state for each `step` MHz, WRHIGHFREQ one up for each two."""
    count = -(-highest // step)
    return tuple((min((n + 1) * step, highest), n, n // 2) for n in range(count))


# DS13195, general operating conditions; RM0455, table 16 (4.3.8).
H7A3 = ChipLimits(
    {
        "VOS0": VoltageScale(280, 280, 140, _steps(42, 280)),
        "VOS1": VoltageScale(225, 225, 112, _steps(38, 225)),
        "VOS2": VoltageScale(160, 160, 80, _steps(34, 160)),
        # As above: after reset the APBs run on HSI's 64 MHz.
        "VOS3": VoltageScale(88, 88, 64, _steps(22, 88)),
    },
    wide_vco=(128, 560),
)
