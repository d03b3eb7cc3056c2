"""Reset and clock control of the STM32U5 (RM0456, chapter 11)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree, Field
from neurio_gen.emulator.stm32.limits import ClockLimits
from neurio_gen.emulator.stm32u5.flash import FlashController
from neurio_gen.emulator.stm32u5.oscillators import (
    LSEDRV,
    LSEON,
    LSESYSEN,
    MSI_HZ,
    Oscillators,
)
from neurio_gen.emulator.stm32u5.pll import Pll
from neurio_gen.emulator.stm32u5.pwr import PowerController

_MHZ = 1_000_000
_MSI_LIMIT_RANGE_4_HZ = 24 * _MHZ  # 11.4.10
# Bits of CR: what switches a source on, and its ready flag.
_SWITCHES = {"MSIS": (0, 2), "MSIK": (4, 5), "HSI16": (8, 10), "HSE": (16, 17), "PLL1": (24, 25)}
_MSIPLLEN, _MSIPLLSEL, _MSIPLLFAST = 1 << 3, 1 << 6, 1 << 7
_MSIRGSEL = 1 << 23
_UNBOOSTED_HZ = 55 * _MHZ  # 10.5.4
# Clocks without which the firmware itself is gone: SRAM1 and the flash; SRAM2 and SRAM3.
_MEMORIES = {"AHB1ENR": 1 << 31 | 1 << 8, "AHB2ENR1": 3 << 30}


class ResetAndClock(ClockTree):
    """MSIS, MSIK, HSI16, HSE, LSE and PLL1; prescalers, clock gates, resets.

    Its options are `limits`, a ClockLimits. HSI48, SHSI, LSI, PLL2, PLL3 and fractions of PLL1 are
    not modelled.
    """

    SOURCES: ClassVar = ("MSIS", "HSI16", "HSE", "PLL1")
    SWITCH: ClassVar = Field("CFGR1", 0, 2)
    HPRE: ClassVar = Field("CFGR2", 0, 4)
    PPRE: ClassVar = {"PCLK1": Field("CFGR2", 4, 3), "PCLK2": Field("CFGR2", 8, 3)}

    REGISTERS: ClassVar = (
        Register("CR", 0x00, reset=0x35, writable=0x010101D9, ignored=0x02020424),
        Register("ICSCR1", 0x08, reset=0x44000000, writable=0xFF800000),
        Register("CFGR1", 0x1C, writable=0x3, ignored=0xC),
        Register("CFGR2", 0x20, writable=0x77F),
        Register("CFGR3", 0x24, writable=0x70),
        Register("PLL1CFGR", 0x28, writable=0x0007FF0F),
        Register("PLL1DIVR", 0x34, reset=0x01010280, writable=0x7F7FFFFF),
        Register("AHB1RSTR", 0x60, writable=ALL_BITS),
        Register("AHB2RSTR1", 0x64, writable=ALL_BITS),
        Register("AHB2RSTR2", 0x68, writable=ALL_BITS),
        Register("AHB3RSTR", 0x6C, writable=ALL_BITS),
        Register("APB1RSTR1", 0x74, writable=ALL_BITS),
        Register("APB1RSTR2", 0x78, writable=ALL_BITS),
        Register("APB2RSTR", 0x7C, writable=ALL_BITS),
        Register("APB3RSTR", 0x80, writable=ALL_BITS),
        Register("AHB1ENR", 0x88, reset=0xD0200100, writable=ALL_BITS),
        Register("AHB2ENR1", 0x8C, reset=0xC0000000, writable=ALL_BITS),
        Register("AHB2ENR2", 0x90, writable=ALL_BITS),
        Register("AHB3ENR", 0x94, reset=0x80000000, writable=ALL_BITS),
        Register("APB1ENR1", 0x9C, writable=ALL_BITS),
        Register("APB1ENR2", 0xA0, writable=ALL_BITS),
        Register("APB2ENR", 0xA4, writable=ALL_BITS),
        Register("APB3ENR", 0xA8, writable=ALL_BITS),
        Register("CCIPR1", 0xE0, writable=0x3FF),
        Register("BDCR", 0xF0, writable=LSEON | LSEDRV | LSESYSEN, ignored=0x802),
        Register("CSR", 0xF4, reset=0x0C004400, writable=0x00800000),
    )

    def reset(self) -> None:
        super().reset()
        self._oscillators = Oscillators(self.system.timeline, self.system.wiring)

    def connect(self) -> None:
        self.system.clocks = self
        self._limits: ClockLimits = self.instance.options["limits"]
        self._supply = self.system.only(PowerController)
        self._flash = self.system.only(FlashController)
        self.system.timeline.set_frequency(self.hclk)

    # What other peripherals ask.

    def frequency(self, clock: str) -> Fraction:
        """A clock by its name in the reference manual, Hz; 0 where it is off."""
        if clock == "EPOD":
            source = self._pll.source
            return self._pll.booster_clock(super().frequency(source) if source else Fraction(0))
        return super().frequency(clock)

    def check(self) -> None:
        """Whether supply, flash and booster keep up with the clocks (7.3, 10.5.4, 11.4.10)."""
        voltage_range = self._supply.voltage_range
        if self.bits("CR", 24):
            self._check_pll()
        if voltage_range == 4 and self._source_hz("MSIS") > _MSI_LIMIT_RANGE_4_HZ:
            raise Violation(f"runs MSIS at {_mhz(self._source_hz('MSIS'))} in voltage range 4")
        self._limits.check(self.hclk, f"range {voltage_range}", self._flash.wait_states)
        if self.sysclk > _UNBOOSTED_HZ and not self._supply.boosted:
            raise Violation(
                f"runs SYSCLK at {_mhz(self.sysclk)} without the EPOD booster, which it needs "
                f"above {_mhz(Fraction(_UNBOOSTED_HZ))}",
                hint="Set PWR_VOSR.BOOSTEN and wait for BOOSTRDY first.",
            )

    # Registers.

    def _read_cr(self) -> int:
        value = self.values["CR"]
        for source, (_, flag) in _SWITCHES.items():
            value = value & ~(1 << flag) | self._oscillators.is_ready(source) << flag
        return value

    def _write_cr(self, value: int) -> None:
        old = self.values["CR"]
        self.system.timeline.settle()
        if value & ~old & _MSIPLLEN and not self._oscillators.is_ready("LSESYS"):
            raise Violation(
                "sets MSIPLLEN while LSESYS, the clock that it trims MSI by, is not ready",
                hint="Set LSEON, await LSERDY, set LSESYSEN, await LSESYSRDY in RCC_BDCR first.",
            )
        if (value ^ old) & _MSIPLLSEL and old & _MSIPLLEN:
            raise Violation("changes MSIPLLSEL while MSIPLLEN is set (RM0456, RCC_CR)")
        using = self.source
        for source, (switch, _) in _SWITCHES.items():
            if value >> switch & 1 and not old >> switch & 1:
                if source == "PLL1":
                    self._check_pll()
                self._oscillators.start(source)
            elif old >> switch & 1 and not value >> switch & 1:
                self._check_unused(source, using)
                self._oscillators.stop(source)
        self.values["CR"] = value
        self._changed()

    def _write_icscr1(self, value: int) -> None:
        if not self._oscillators.is_ready("MSIS") and self.bits("CR", 0):
            raise Violation("changes the range of MSIS while it is not ready (RM0456, 11.8.2)")
        self.system.timeline.settle()
        self.values["ICSCR1"] = value | self.values["ICSCR1"] & _MSIRGSEL
        self._changed()

    def _read_cfgr1(self) -> int:
        return self.values["CFGR1"] | self.bits("CFGR1", 0, 2) << 2

    def _write_cfgr1(self, value: int) -> None:
        source = self.SOURCES[value & 3]
        if not self._oscillators.is_ready(source):
            raise Violation(
                f"switches the system clock to {source}, which is not ready",
                hint=f"Wait for {source}RDY in RCC_CR.".replace("HSI16RDY", "HSIRDY"),
            )
        if source == "PLL1" and not self._pll.has_output:
            raise Violation("switches the system clock to PLL1 while PLL1REN is off")
        self._set_and_check("CFGR1", value)

    def _write_cfgr2(self, value: int) -> None:
        self._set_and_check("CFGR2", value)

    def _write_pll1cfgr(self, value: int) -> None:
        changed = value ^ self.values["PLL1CFGR"]
        if changed and self.bits("CR", 24):
            raise Violation("changes RCC_PLL1CFGR while PLL1 is on (RM0456, RCC_PLL1CFGR)")
        if changed >> 12 & 15 and self._supply.booster_on:
            raise Violation(
                "changes PLL1MBOOST while the EPOD booster is on (RM0456, RCC_PLL1CFGR)"
            )
        self.values["PLL1CFGR"] = value
        self._supply.check_booster()

    def _write_pll1divr(self, value: int) -> None:
        if value != self.values["PLL1DIVR"] and self.bits("CR", 24):
            raise Violation("changes RCC_PLL1DIVR while PLL1 is on (RM0456, RCC_PLL1DIVR)")
        self.values["PLL1DIVR"] = value

    def _read_bdcr(self) -> int:
        return (
            self.values["BDCR"]
            | self._oscillators.is_ready("LSE") << 1
            | self._oscillators.is_ready("LSESYS") << 11
        )

    def _write_bdcr(self, value: int) -> None:
        old = self.values["BDCR"]
        if not self._supply.backup_writable:
            raise Violation("writes RCC_BDCR while the backup domain is locked (PWR_DBPR.DBP)")
        self._oscillators.change_lse(old, value)
        if not value & LSEON:
            self.values["CR"] &= ~_MSIPLLEN
        self.values["BDCR"] = value

    def _write_ccipr1(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["CCIPR1"] = value

    def _write(self, register: Register, value: int) -> None:
        missing = _MEMORIES.get(register.name, 0) & ~value
        if missing:
            raise Violation(
                f"clears bits 0x{missing:08x} of RCC_{register.name}: the clocks of memories that "
                "the firmware lives in"
            )
        super()._write(register, value)

    # The tree.

    @property
    def _pll(self) -> Pll:
        return Pll(self.values["PLL1CFGR"], self.values["PLL1DIVR"])

    def _source_hz(self, source: str) -> Fraction:
        if source in ("MSIS", "MSIK"):
            system = source == "MSIS"
            if self.values["ICSCR1"] & _MSIRGSEL:
                return MSI_HZ[self.bits("ICSCR1", 28 if system else 24, 4)]
            return MSI_HZ[self.bits("CSR", 12 if system else 8, 4)]
        if source == "HSI16":
            return Fraction(16 * _MHZ)
        if source == "PLL1":
            return self._pll.output(self._source_hz(self._pll.source or ""))
        return Fraction(self.system.wiring.crystals.get(source, 0))

    def _is_ready(self, source: str) -> bool:
        return self._oscillators.is_ready(source)

    def _check_pll(self) -> None:
        source = self._pll.source
        if source is None or not self._oscillators.is_ready(source):
            raise Violation(f"starts PLL1 while its source ({source or 'none'}) is not ready")
        self._pll.check(self._source_hz(source), self._supply.voltage_range, self._limits)

    def _check_unused(self, source: str, using: str) -> None:
        if source in (using, self._pll.source if using == "PLL1" else None):
            raise Violation(f"stops {source} while it drives the system clock")
        if source == self._pll.source and self._supply.booster_on:
            raise Violation(f"stops {source} while it drives the EPOD booster")

    def _set_and_check(self, register: str, value: int) -> None:
        self.system.timeline.settle()
        self.values[register] = value
        self._changed()

    def _changed(self) -> None:
        self.system.timeline.set_frequency(self.hclk)
        self.check()


def _mhz(hertz: Fraction) -> str:
    return f"{float(hertz) / _MHZ:g} MHz"
