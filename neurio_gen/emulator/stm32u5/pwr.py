"""Power control of the STM32U5 (RM0456, chapter 10)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree
from neurio_gen.emulator.stm32.supply import Supply

_MHZ = 1_000_000
_REGSEL, _FSTEN = 1 << 1, 1 << 2
_BOOSTRDY, _VOSRDY, _VOS, _BOOSTEN = 1 << 14, 1 << 15, 3 << 16, 1 << 18
_USV, _IO2SV, _ASV = 1 << 28, 1 << 29, 1 << 30
_DBP = 1 << 0
# The longest that ST's own drivers wait for either flag; firmware has to await both.
_SETTLING = Fraction(50, _MHZ)
_BOOSTER_RANGES = (1, 2)
_BOOSTER_MHZ = (4, 16)  # 10.5.4


class PowerController(Supply):
    """Voltage scaling, the booster of the power distribution (EPOD), VDDIO2, the backup domain."""

    VDDIO2_SWITCH: ClassVar = "PWR_SVMCR.IO2SV (bit 29)"
    REGISTERS: ClassVar = (
        Register("CR3", 0x08, writable=_REGSEL | _FSTEN),
        Register("VOSR", 0x0C, writable=_VOS | _BOOSTEN, ignored=_VOSRDY | _BOOSTRDY),
        Register("SVMCR", 0x10, writable=_USV | _IO2SV | _ASV),
        Register("DBPR", 0x28, writable=_DBP),
        Register("SVMSR", 0x3C),
    )

    def reset(self) -> None:
        super().reset()
        self._range_before = 4
        self._settled_at = self._boosted_at = Fraction(0)

    @property
    def voltage_range(self) -> int:
        """1 (highest) to 4: the weaker of the old and the new one until the regulator settled."""
        chosen = _range(self.values["VOSR"])
        return chosen if self._settled else max(chosen, self._range_before)

    @property
    def booster_on(self) -> bool:
        """Whether BOOSTEN is set."""
        return bool(self.values["VOSR"] & _BOOSTEN)

    @property
    def boosted(self) -> bool:
        """Whether the booster is on and ready."""
        return self.booster_on and self.system.timeline.seconds >= self._boosted_at

    @property
    def backup_writable(self) -> bool:
        """Whether DBPR.DBP is set."""
        return bool(self.values["DBPR"] & _DBP)

    @property
    def vddio2_valid(self) -> bool:
        """Whether SVMCR.IO2SV has connected the supply of PG2 to PG15."""
        return bool(self.values["SVMCR"] & _IO2SV)

    def check_booster(self) -> None:
        """Raises Violation where the booster is on and has no right clock (10.5.4)."""
        if not self.booster_on:
            return
        clock = float(self.system.only(ClockTree).frequency("EPOD")) / _MHZ
        if not _BOOSTER_MHZ[0] <= clock <= _BOOSTER_MHZ[1]:
            raise Violation(
                f"runs the EPOD booster on {clock:g} MHz, outside {_BOOSTER_MHZ[0]} to "
                f"{_BOOSTER_MHZ[1]} MHz",
                hint="Choose PLL1SRC and PLL1MBOOST in RCC_PLL1CFGR before BOOSTEN is set.",
            )

    def _read_vosr(self) -> int:
        ready = _VOSRDY if self._settled else 0
        return self.values["VOSR"] | ready | (_BOOSTRDY if self.boosted else 0)

    def _write_vosr(self, value: int) -> None:
        old, now = self.values["VOSR"], self.system.timeline.seconds
        if _range(value) != _range(old):
            self._range_before = self.voltage_range
            self._settled_at = now + _SETTLING
        if value & _BOOSTEN and _range(value) not in _BOOSTER_RANGES:
            raise Violation(
                f"turns the EPOD booster on in voltage range {_range(value)}; it needs 1 or 2"
            )
        if value & _BOOSTEN and not old & _BOOSTEN:
            self._boosted_at = now + _SETTLING
        self.values["VOSR"] = value
        self.check_booster()
        if self.system.clocks is not None:
            self.system.clocks.check()

    def _read_svmsr(self) -> int:
        """The regulator and the range in use: REGS, ACTVOS, ACTVOSRDY."""
        smps = self.values["CR3"] & _REGSEL
        return smps | 4 - self.voltage_range << 16 | (_VOSRDY if self._settled else 0)

    @property
    def _settled(self) -> bool:
        return self.system.timeline.seconds >= self._settled_at


def _range(vosr: int) -> int:
    """The range that VOS chooses: 0b11 is range 1, 0b00 range 4."""
    return 4 - (vosr >> 16 & 3)
