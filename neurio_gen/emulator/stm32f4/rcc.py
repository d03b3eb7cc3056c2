"""Reset and clock control of the STM32F4 and F7 (RM0390 chapter 6, RM0410 chapter 5)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree, Field
from neurio_gen.emulator.stm32.flash import FlashController
from neurio_gen.emulator.stm32.limits import ClockLimits
from neurio_gen.emulator.stm32f4.pwr import PowerController

_MHZ = 1_000_000
_HSI_HZ = 16 * _MHZ
# Bits of CR: what switches a source on, and its ready flag.
_SWITCHES = {"HSI": (0, 1), "HSE": (16, 17), "PLL": (24, 25)}
_HSEON, _HSEBYP = 1 << 16, 1 << 18
# Start-up times, typical, microseconds; a clock from outside has to settle as well.
_START_UP_US = {"HSI": 2, "HSE": 2000, "HSE bypass": 10, "PLL": 100}
_BUSES = (("AHB1", 0), ("AHB2", 4), ("AHB3", 8), ("APB1", 16), ("APB2", 20))
_MOST_PLL48_HZ = 75 * _MHZ


class ResetAndClock(ClockTree):
    """HSI, HSE and PLL; prescalers, clock gates, resets.

    Options: `limits`, a ClockLimits; `apb`, the highest clocks of both APBs in MHz; `dckcfgr2`,
    whether UARTs have a clock of their own to choose. LSE, LSI, the PLLs of I2S and SAI and TIMPRE
    are not modelled.
    """

    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    SWITCH: ClassVar = Field("CFGR", 0, 2)
    HPRE: ClassVar = Field("CFGR", 4, 4)
    PPRE: ClassVar = {"PCLK1": Field("CFGR", 10, 3), "PCLK2": Field("CFGR", 13, 3)}

    def registers(self) -> tuple[Register, ...]:
        registers = [
            Register("CR", 0x00, reset=0x83, writable=0x010500F9, ignored=0x0202FF02),
            Register("PLLCFGR", 0x04, reset=0x24003010, writable=0x7F437FFF),
            Register("CFGR", 0x08, writable=0xFCF3, ignored=0xC),
            *(Register(f"{bus}RSTR", 0x10 + at, writable=ALL_BITS) for bus, at in _BUSES),
            *(Register(f"{bus}ENR", 0x30 + at, writable=ALL_BITS) for bus, at in _BUSES),
        ]
        if self.instance.options.get("dckcfgr2"):
            registers.append(Register("DCKCFGR2", 0x90, writable=0xFFFF))
        return tuple(registers)

    REGISTERS: ClassVar = ()

    def reset(self) -> None:
        super().reset()
        self._ready_at = {"HSI": Fraction(0)}

    def connect(self) -> None:
        self.system.clocks = self
        self._limits: ClockLimits = self.instance.options["limits"]
        self._supply = self.system.only(PowerController)
        self._flash = self.system.only(FlashController)
        self.system.timeline.set_frequency(self.hclk)

    def check(self) -> None:
        """Whether flash, supply and buses keep up with the clocks."""
        self._limits.check(self.hclk, self._supply.voltage, self._flash.wait_states)
        for clock, most in zip(self.PPRE, self.instance.options["apb"], strict=True):
            megahertz = float(self.frequency(clock)) / _MHZ
            if megahertz > most:
                raise Violation(f"runs {clock} at {megahertz:g} MHz, which may have {most:g} MHz")

    # Registers.

    def _read_cr(self) -> int:
        value = self.values["CR"]
        for source, (_, flag) in _SWITCHES.items():
            value |= self._is_ready(source) << flag
        return value

    def _write_cr(self, value: int) -> None:
        old = self.values["CR"]
        self.system.timeline.settle()
        if (value ^ old) & _HSEBYP and old & _HSEON:
            raise Violation("changes HSEBYP while HSE is on (RCC_CR)")
        self.values["CR"] = value
        for source, (switch, _) in _SWITCHES.items():
            if value >> switch & 1 and not old >> switch & 1:
                self._start(source)
            elif old >> switch & 1 and not value >> switch & 1:
                self._stop(source)
        self._changed()

    def _read_cfgr(self) -> int:
        return self.values["CFGR"] | self.bits("CFGR", 0, 2) << 2

    def _write_cfgr(self, value: int) -> None:
        chosen = value & 3
        if chosen >= len(self.SOURCES):
            raise Violation(f"switches the system clock to {chosen}, a reserved value")
        source = self.SOURCES[chosen]
        if not self._is_ready(source):
            raise Violation(
                f"switches the system clock to {source}, which is not ready",
                hint=f"Wait for {source}RDY in RCC_CR.",
            )
        self.system.timeline.settle()
        self.values["CFGR"] = value
        self._changed()

    def _write_pllcfgr(self, value: int) -> None:
        if value != self.values["PLLCFGR"] and self.bits("CR", 24):
            raise Violation("changes RCC_PLLCFGR while the PLL is on")
        self.values["PLLCFGR"] = value

    def _write_dckcfgr2(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["DCKCFGR2"] = value

    # The tree.

    @property
    def _pll_source(self) -> str:
        return "HSE" if self.bits("PLLCFGR", 22) else "HSI"

    def _source_hz(self, source: str) -> Fraction:
        if source == "HSI":
            return Fraction(_HSI_HZ)
        if source == "PLL":
            return self._vco_hz() / (2 * (self.bits("PLLCFGR", 16, 2) + 1))
        wiring = self.system.wiring
        bypassed = self.values["CR"] & _HSEBYP
        clocks = wiring.clocks if bypassed and source == "HSE" else wiring.crystals
        return Fraction(clocks.get(source, 0))

    def _vco_hz(self) -> Fraction:
        divider = self.bits("PLLCFGR", 0, 6) or 1  # below its lowest value it does not start
        return self._source_hz(self._pll_source) / divider * self.bits("PLLCFGR", 6, 9)

    def _start(self, source: str) -> None:
        time = source
        if source == "HSE":
            time = self.hse_start_up(bool(self.values["CR"] & _HSEBYP))
        if source == "PLL":
            self._check_pll()
            self._supply.pll_switched(True)
        self._ready_at[source] = self.system.timeline.seconds + Fraction(_START_UP_US[time], _MHZ)

    def _stop(self, source: str) -> None:
        using = self.source
        if source == using or (using == "PLL" and source == self._pll_source):
            raise Violation(f"stops {source} while it drives the system clock")
        if source == "PLL":
            self._supply.pll_switched(False)
        self._ready_at.pop(source, None)

    def _check_pll(self) -> None:
        source = self._pll_source
        if not self._is_ready(source):
            raise Violation(f"starts the PLL while its source ({source}) is not ready")
        self._limits.check_pll(
            self._source_hz(source),
            self.bits("PLLCFGR", 0, 6) or 1,
            self.bits("PLLCFGR", 6, 9),
            self._source_hz("PLL"),
        )
        third = self._vco_hz() / max(1, self.bits("PLLCFGR", 24, 4))
        if third > _MOST_PLL48_HZ:
            raise Violation(
                f"starts the PLL with PLLQ at {self.bits('PLLCFGR', 24, 4)}: its 48 MHz output "
                f"has {float(third) / _MHZ:g} MHz and may have 75 MHz"
            )

    def _is_ready(self, source: str) -> bool:
        at = self._ready_at.get(source)
        return at is not None and self.system.timeline.seconds >= at

    def _changed(self) -> None:
        self.system.timeline.set_frequency(self.hclk)
        self.check()
