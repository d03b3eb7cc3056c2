"""PLL1 of the STM32U5: its settings and what they have to keep to (RM0456, 11.4.6 and 11.4.10)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.stm32.limits import ClockLimits

_MHZ = 1_000_000
_SOURCES = (None, "MSIS", "HSI16", "HSE")
_BOOSTER_DIVIDERS = (1, 2, 4, 6, 8, 10, 12, 14, 16)
_WIDE_INPUT = 0b11  # PLL1RGE: 8 to 16 MHz; all other values 4 to 8 MHz
_NARROW_INPUT_MHZ, _WIDE_INPUT_MHZ = (4, 8), (8, 16)
# 11.4.10, clock source frequency versus voltage scaling: highest VCO and output, MHz.
_VCO_MHZ = {1: 544, 2: 544, 3: 330}
_OUTPUT_MHZ = {1: 208, 2: 110, 3: 55}


@dataclass(frozen=True)
class Pll:
    """PLL1CFGR and PLL1DIVR."""

    cfgr: int
    divr: int

    @property
    def source(self) -> str | None:
        """The oscillator before it, None where none is chosen."""
        return _SOURCES[self.cfgr & 3]

    @property
    def has_output(self) -> bool:
        """Whether its output R is on, which SYSCLK can be."""
        return bool(self.cfgr >> 18 & 1)

    def booster_clock(self, source: Fraction) -> Fraction:
        """The clock of the EPOD booster; 0 for a reserved divider. All clocks are in Hz."""
        code = self.cfgr >> 12 & 15
        return source / _BOOSTER_DIVIDERS[code] if code < len(_BOOSTER_DIVIDERS) else Fraction(0)

    def output(self, source: Fraction) -> Fraction:
        """The output R."""
        return source / self._divider * self._multiplier / self._output_divider

    def check(self, source: Fraction, voltage_range: int, limits: ClockLimits) -> None:
        """Raises Violation where the PLL is outside its ranges."""
        if voltage_range not in _VCO_MHZ:
            raise Violation(
                f"runs PLL1 in voltage range {voltage_range}, in which it cannot",
                hint="Raise PWR_VOSR.VOS and wait for VOSRDY first.",
            )
        output = self.output(source)
        limits.check_pll(source, self._divider, self._multiplier, output)
        entering = float(source / self._divider) / _MHZ
        wide = self.cfgr >> 2 & 3 == _WIDE_INPUT
        lowest, highest = _WIDE_INPUT_MHZ if wide else _NARROW_INPUT_MHZ
        if not lowest <= entering <= highest:
            raise Violation(
                f"runs PLL1 on {entering:g} MHz with PLL1RGE set for {lowest} to {highest} MHz"
            )
        checks = [("its VCO", output * self._output_divider, _VCO_MHZ[voltage_range])]
        if self.has_output:
            checks.append(("its output R", output, _OUTPUT_MHZ[voltage_range]))
            if self._output_divider > 1 and self._output_divider % 2:
                raise Violation(f"divides PLL1 by PLL1R {self._output_divider}, neither 1 nor even")
        for what, clock, highest in checks:
            if clock > highest * _MHZ:
                raise Violation(
                    f"runs PLL1 with {what} at {float(clock) / _MHZ:g} MHz, above the "
                    f"{highest} MHz of voltage range {voltage_range}"
                )

    @property
    def _divider(self) -> int:
        return (self.cfgr >> 8 & 15) + 1

    @property
    def _multiplier(self) -> int:
        return (self.divr & 0x1FF) + 1

    @property
    def _output_divider(self) -> int:
        return (self.divr >> 24 & 0x7F) + 1
