"""Reset and clock control of the STM32L4 and L4+ (RM0351 and RM0432, chapter 6)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree, Field
from neurio_gen.emulator.stm32.flash import FlashController
from neurio_gen.emulator.stm32.limits import ClockLimits
from neurio_gen.emulator.stm32.pwr import PowerController

_MHZ = 1_000_000
_MSI_HZ = tuple(
    int(mhz * _MHZ) for mhz in (0.1, 0.2, 0.4, 0.8, 1, 2, 4, 8, 16, 24, 32, 48)
)  # RM0432 6.2.3
_PLL_SOURCES = (None, "MSI", "HSI16", "HSE")
# Bits of CR: what switches a source on, and its ready flag.
_SWITCHES = {"MSI": (0, 1), "HSI16": (8, 10), "HSE": (16, 17), "PLL": (24, 25)}
# Start-up times, typical (DS12023, 6.3.8 to 6.3.10): microseconds.
_START_UP_US = {"MSI": 6, "HSI16": 4, "HSE": 2000, "PLL": 15, "LSE": 2000}
_PLL_DIVIDERS = 0x0600_7FF3  # PLLSRC, PLLM, PLLN, PLLR
_BOOST_FROM_HZ = 80 * _MHZ


class ResetAndClock(ClockTree):
    """Oscillators, the clock tree, clock gates. Its options are `limits`, a ClockLimits."""

    SOURCES: ClassVar = ("MSI", "HSI16", "HSE", "PLL")
    SWITCH: ClassVar = Field("CFGR", 0, 2)
    HPRE: ClassVar = Field("CFGR", 4, 4)
    PPRE: ClassVar = {"PCLK1": Field("CFGR", 8, 3), "PCLK2": Field("CFGR", 11, 3)}

    REGISTERS: ClassVar = (
        Register("CR", 0x00, reset=0x63, writable=0x01090BFD, ignored=0x02020402),
        Register("ICSCR", 0x04, reset=0x40000000, ignored=ALL_BITS),
        Register("CFGR", 0x08, writable=0x7F00BFF3, ignored=0xC),
        Register("PLLCFGR", 0x0C, reset=0x1000, writable=0xFF737FF3),
        Register("CIER", 0x18),
        Register("CIFR", 0x1C),
        Register("CICR", 0x20, ignored=ALL_BITS),
        Register("AHB1RSTR", 0x28, writable=ALL_BITS),
        Register("AHB2RSTR", 0x2C, writable=ALL_BITS),
        Register("AHB3RSTR", 0x30, writable=ALL_BITS),
        Register("APB1RSTR1", 0x38, writable=ALL_BITS),
        Register("APB1RSTR2", 0x3C, writable=ALL_BITS),
        Register("APB2RSTR", 0x40, writable=ALL_BITS),
        Register("AHB1ENR", 0x48, reset=0x100, writable=ALL_BITS),
        Register("AHB2ENR", 0x4C, writable=ALL_BITS),
        Register("AHB3ENR", 0x50, writable=ALL_BITS),
        Register("APB1ENR1", 0x58, writable=ALL_BITS),
        Register("APB1ENR2", 0x5C, writable=ALL_BITS),
        Register("APB2ENR", 0x60, writable=ALL_BITS),
        Register("CCIPR", 0x88, writable=0x3FFFFFFF),
        Register("BDCR", 0x90, writable=0x1D, ignored=0x2),
        Register("CSR", 0x94, reset=0x0C000600, writable=0x00800F00),
        Register("CCIPR2", 0x9C, writable=0x3),
    )

    def reset(self) -> None:
        super().reset()
        self._ready_at = {"MSI": Fraction(0)}
        self._raised_at: Fraction | None = None

    def connect(self) -> None:
        self.system.clocks = self
        self._limits: ClockLimits = self.instance.options["limits"]
        self._supply = self.system.only(PowerController)
        self._flash = self.system.only(FlashController)
        self.system.timeline.set_frequency(self.hclk)

    def check(self) -> None:
        """Whether flash and supply keep up with the core (RM0432, 3.3.3 and 5.1.8)."""
        self._limits.check(self.hclk, self._supply.voltage_range, self._flash.wait_states)

    # Registers.

    def _read_cr(self) -> int:
        value = self.values["CR"]
        for source, (_, flag) in _SWITCHES.items():
            value |= self._is_ready(source) << flag
        return value

    def _write_cr(self, value: int) -> None:
        old = self.values["CR"]
        self.system.timeline.settle()
        using = self.source
        for source, (switch, _) in _SWITCHES.items():
            if value >> switch & 1 and not old >> switch & 1:
                self._start(source)
            elif old >> switch & 1 and not value >> switch & 1:
                if source in (using, self._pll_source if using == "PLL" else None):
                    raise Violation(f"stops {source} while it drives the system clock")
                self._ready_at.pop(source, None)
        if value & 0b100 and not self._is_ready("LSE"):
            raise Violation("sets MSIPLLEN before LSE is ready (RM0432, 6.4.1)")
        if (value ^ old) & 0xF8 and old & 1 and not self._is_ready("MSI"):
            raise Violation("changes the range of MSI while it is not ready (RM0432, 6.4.1)")
        if value >> 4 & 0xF not in range(len(_MSI_HZ)):
            raise Violation("chooses a range of MSI that does not exist")
        self.values["CR"] = value
        self._changed()

    def _read_cfgr(self) -> int:
        return self.values["CFGR"] | self.bits("CFGR", 0, 2) << 2

    def _write_cfgr(self, value: int) -> None:
        source = self.SOURCES[value & 3]
        if not self._is_ready(source):
            raise Violation(
                f"switches the system clock to {source}, which is not ready",
                hint=f"Wait for {source}RDY in RCC_CR.".replace("HSI16RDY", "HSIRDY"),
            )
        if source == "PLL" and not self.bits("PLLCFGR", 24):
            raise Violation("switches the system clock to the PLL while PLLREN is off")
        self.system.timeline.settle()
        before = self.hclk
        self.values["CFGR"] = value
        self._check_jump(before)
        self._changed()

    def _write_pllcfgr(self, value: int) -> None:
        old = self.values["PLLCFGR"]
        if (value ^ old) & _PLL_DIVIDERS and self.bits("CR", 24):
            raise Violation("changes the PLL's dividers while it is on (RM0432, 6.4.4)")
        if old >> 24 & 1 and not value >> 24 & 1 and self.bits("CFGR", 0, 2) == 3:
            raise Violation("switches PLLREN off while the PLL drives the system clock")
        self.values["PLLCFGR"] = value

    def _read_bdcr(self) -> int:
        return self.values["BDCR"] | self._is_ready("LSE") << 1

    def _write_bdcr(self, value: int) -> None:
        if not self._supply.backup_writable:
            raise Violation("writes RCC_BDCR while the backup domain is locked (PWR_CR1.DBP)")
        if value & 1 and not self.bits("BDCR", 0):
            self._start("LSE")
        self.values["BDCR"] = value

    def _write_ccipr(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["CCIPR"] = value

    # The tree.

    @property
    def _pll_source(self) -> str | None:
        return _PLL_SOURCES[self.bits("PLLCFGR", 0, 2)]

    def _source_hz(self, source: str) -> Fraction:
        if source == "MSI":
            selected = self.bits("CR", 3)
            return Fraction(_MSI_HZ[self.bits("CR", 4, 4) if selected else self.bits("CSR", 8, 4)])
        if source == "HSI16":
            return Fraction(16 * _MHZ)
        if source == "PLL":
            return self._pll_hz()
        return Fraction(self.system.wiring.crystals.get(source, 0))

    def _pll_hz(self) -> Fraction:
        divider = self.bits("PLLCFGR", 4, 4) + 1
        multiplier = self.bits("PLLCFGR", 8, 7)
        output = 2 * (self.bits("PLLCFGR", 25, 2) + 1)
        source = self._pll_source
        return self._source_hz(source) / divider * multiplier / output if source else Fraction(0)

    def _start(self, source: str) -> None:
        if source in ("HSE", "LSE") and source not in self.system.wiring.crystals:
            raise Violation(f"starts {source}, for which {self.system.wiring.board} has no crystal")
        if source == "PLL":
            self._check_pll()
        self._ready_at[source] = self.system.timeline.seconds + Fraction(_START_UP_US[source], _MHZ)

    def _check_pll(self) -> None:
        source = self._pll_source
        if source is None or not self._is_ready(source):
            raise Violation(f"starts the PLL while its source ({source or 'none'}) is not ready")
        self._limits.check_pll(
            self._source_hz(source),
            self.bits("PLLCFGR", 4, 4) + 1,
            self.bits("PLLCFGR", 8, 7),
            self._pll_hz(),
        )

    def _is_ready(self, source: str) -> bool:
        at = self._ready_at.get(source)
        return at is not None and self.system.timeline.seconds >= at

    def _check_jump(self, before: Fraction) -> None:
        """Above 80 MHz the core has to be led up in two steps (RM0432, 5.1.8 and 6.2.8)."""
        if not self._limits.needs_intermediate_step:
            return
        now = self.hclk
        if before <= _BOOST_FROM_HZ < now:
            halved = self._raised_at is not None and self.sysclk > _BOOST_FROM_HZ
            if not halved:
                raise Violation(
                    f"raises HCLK from {_mhz(before)} to {_mhz(now)} at once",
                    hint="Divide by two (HPRE) while switching above 80 MHz, for at least 1 us.",
                )
            waited = self.system.timeline.seconds - (self._raised_at or 0)
            if waited < Fraction(1, _MHZ):
                raise Violation("does not wait 1 us before HCLK goes above 80 MHz")
        if self.sysclk <= _BOOST_FROM_HZ:
            self._raised_at = None
        elif self._raised_at is None:
            self._raised_at = self.system.timeline.seconds

    def _changed(self) -> None:
        self.system.timeline.set_frequency(self.hclk)
        self.check()


def _mhz(hertz: Fraction) -> str:
    return f"{float(hertz) / _MHZ:g} MHz"
