"""PLL1 of the STM32H7: its settings and what they have to keep to (RM0433, RM0455: 8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from neurio_gen.emulator.fault import Violation

_MHZ = 1_000_000
_SOURCES = ("HSI", "CSI", "HSE", None)
_INPUT_RANGES = ((1, 2), (2, 4), (4, 8), (8, 16))  # PLL1RGE, MHz
_MULTIPLIERS = (4, 512)
# PLL1VCOSEL: input in MHz; the VCO of the wide one is the chip's (PLL characteristics).
_WIDE_INPUT, _MEDIUM_INPUT, _MEDIUM_VCO = (2, 16), (1, 2), (150, 420)


@dataclass(frozen=True)
class Pll:
    """PLLCKSELR, PLLCFGR and PLL1DIVR. All clocks are in Hz."""

    ckselr: int
    cfgr: int
    divr: int

    @property
    def source(self) -> str | None:
        """The oscillator before it, None where none is chosen."""
        return _SOURCES[self.ckselr & 3]

    @property
    def feeds_core(self) -> bool:
        """Whether its output P is on (DIVP1EN), which SYSCLK can be."""
        return bool(self.cfgr >> 16 & 1)

    def output(self, source: Fraction) -> Fraction:
        """The output P, whether it is on or not; 0 where the PLL has no input."""
        return self._vco(source) / self._dividers[0]

    def check(self, source: Fraction, scale: str, highest: int, wide_vco: tuple[int, int]) -> None:
        """Raises Violation where the PLL is outside its ranges.

        `highest` is what its outputs may be in that voltage scale, `wide_vco` the range of its
        wide VCO, MHz.
        """
        if not self._divider:
            raise Violation("starts PLL1 while its prescaler is off (DIVM1 = 0)")
        vco_name, inputs, vcos = "wide", _WIDE_INPUT, wide_vco
        if self.cfgr >> 1 & 1:
            vco_name, inputs, vcos = "medium", _MEDIUM_INPUT, _MEDIUM_VCO
        entering = float(source / self._divider) / _MHZ
        vco = float(self._vco(source)) / _MHZ
        range_name = f"input range PLL1RGE {self.cfgr >> 2 & 3}"
        checks = (
            (range_name, "its input in MHz", entering, _INPUT_RANGES[self.cfgr >> 2 & 3]),
            (f"{vco_name} VCO", "its input in MHz", entering, inputs),
            (f"{vco_name} VCO", "its VCO in MHz", vco, vcos),
            ("PLL", "its multiplier DIVN1", self._multiplier, _MULTIPLIERS),
        )
        for what, quantity, value, (least, most) in checks:
            if not least <= value <= most:
                raise Violation(
                    f"runs PLL1 with {quantity} at {value:g}, outside {least} to {most} of the "
                    f"{what}"
                )
        if self._dividers[0] > 1 and self._dividers[0] % 2:
            raise Violation(f"divides PLL1 by DIVP1 {self._dividers[0]}, neither 1 nor even")
        for name, clock in self._outputs(source):
            if clock > highest * _MHZ:
                raise Violation(
                    f"runs PLL1 with its output {name} at {float(clock) / _MHZ:g} MHz in {scale}, "
                    f"which allows {highest} MHz",
                    hint="Raise the voltage and wait for VOSRDY before the PLL starts.",
                )

    def _outputs(self, source: Fraction) -> Iterator[tuple[str, Fraction]]:
        for index, name in enumerate("PQR"):
            if self.cfgr >> 16 + index & 1:
                yield name, self._vco(source) / self._dividers[index]

    def _vco(self, source: Fraction) -> Fraction:
        return source / self._divider * self._multiplier if self._divider else Fraction(0)

    @property
    def _divider(self) -> int:
        return self.ckselr >> 4 & 0x3F

    @property
    def _multiplier(self) -> int:
        return (self.divr & 0x1FF) + 1

    @property
    def _dividers(self) -> tuple[int, int, int]:
        p, q, r = (self.divr >> low & 0x7F for low in (9, 16, 24))
        return p + 1, q + 1, r + 1
