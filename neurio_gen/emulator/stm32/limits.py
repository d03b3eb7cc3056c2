"""What the clocks of a chip may be, as data and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from neurio_gen.emulator.fault import Violation

_MHZ = 1_000_000


@dataclass(frozen=True)
class ClockLimits:
    """Limits of a chip's clocks.

    `wait_states` holds for each voltage range the highest core frequency in MHz with 0, 1, 2...
    wait states of the flash. `pll_input`, `pll_vco` in MHz, lowest and highest; `pll_multiplier`
    likewise; `pll_divider_min` and `pll_divider_max` are the ends of PLLM.
    `needs_intermediate_step` for chips that must not jump above 80 MHz at once.
    """

    wait_states: Mapping[str, tuple[float, ...]]
    pll_input: tuple[float, float]
    pll_vco: tuple[float, float]
    pll_multiplier: tuple[int, int]
    pll_divider_max: int
    pll_divider_min: int = 1
    needs_intermediate_step: bool = False

    def check(self, hclk: Fraction, voltage: str, wait_states: int) -> None:
        """Raises Violation where the core is too fast for its supply or its flash."""
        steps = self.wait_states[voltage]
        frequency = float(hclk) / _MHZ
        if frequency > steps[-1]:
            raise Violation(
                f"runs the core at {frequency:g} MHz in voltage {voltage}, which allows "
                f"{steps[-1]:g} MHz"
            )
        needed = next(index for index, limit in enumerate(steps) if frequency <= limit)
        if wait_states < needed:
            raise Violation(
                f"runs the core at {frequency:g} MHz with {wait_states} wait states of the flash; "
                f"voltage {voltage} needs {needed}",
                hint=f"Set FLASH_ACR.LATENCY to {needed} before the clock goes up.",
            )

    def check_pll(self, source: Fraction, divider: int, multiplier: int, output: Fraction) -> None:
        """Raises Violation where the PLL is outside its ranges. All in Hz."""
        entering = source / divider
        vco = entering * multiplier
        checks = (
            ("divider PLLM", divider, (self.pll_divider_min, self.pll_divider_max)),
            ("multiplier PLLN", multiplier, self.pll_multiplier),
            ("input in MHz", float(entering) / _MHZ, self.pll_input),
            ("VCO in MHz", float(vco) / _MHZ, self.pll_vco),
        )
        for what, value, (lowest, highest) in checks:
            if not lowest <= value <= highest:
                raise Violation(
                    f"starts the PLL ({float(output) / _MHZ:g} MHz) with its {what} at {value:g}, "
                    f"outside {lowest:g} to {highest:g}"
                )
