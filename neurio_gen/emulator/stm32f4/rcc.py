"""Reset and clock control of the STM32F4 and F7 (RM0390 chapter 6, RM0410 chapter 5)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.stm32.clock_tree import ClockTree
from neurio_gen.emulator.stm32.flash import FlashController
from neurio_gen.emulator.stm32.limits import ClockLimits
from neurio_gen.emulator.stm32f4.pwr import PowerController

_MHZ = 1_000_000
_HSI_HZ = 16 * _MHZ
_SOURCES = ("HSI", "HSE", "PLL")
# Bits of CR: what switches a source on, and its ready flag.
_SWITCHES = {"HSI": (0, 1), "HSE": (16, 17), "PLL": (24, 25)}
_HSEON, _HSEBYP = 1 << 16, 1 << 18
# Start-up times, typical, microseconds; a clock from outside has to settle as well.
_START_UP_US = {"HSI": 2, "HSE": 2000, "HSE bypass": 10, "PLL": 100}
_AHB = (1,) * 8 + (2, 4, 8, 16, 64, 128, 256, 512)
_APB = (1,) * 4 + (2, 4, 8, 16)
_APBS = {"PCLK1": 10, "PCLK2": 13}  # lowest bits of their dividers in CFGR
_BUSES = (("AHB1", 0), ("AHB2", 4), ("AHB3", 8), ("APB1", 16), ("APB2", 20))
_MOST_PLL48_HZ = 75 * _MHZ


class ResetAndClock(ClockTree):
    """HSI, HSE and PLL; prescalers, clock gates, resets.

    Options: `limits`, a ClockLimits; `apb`, the highest clocks of both APBs in MHz; `dckcfgr2`,
    whether UARTs have a clock of their own to choose. LSE, LSI, the PLLs of I2S and SAI and TIMPRE
    are not modelled.
    """

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

    # What other peripherals ask.

    def frequency(self, clock: str) -> Fraction:
        """A clock by its name in the reference manual, Hz; 0 where it is off."""
        if clock in _APBS:
            return self.hclk / self._apb_divider(clock)
        derived = {"SYSCLK": lambda: self.sysclk, "HCLK": lambda: self.hclk}
        if clock in derived:
            return derived[clock]()
        return self._source_hz(clock) if self._is_ready(clock) else Fraction(0)

    def timer_frequency(self, bus: str) -> Fraction:
        """The clock of the timers on `PCLK1` or `PCLK2`: doubled where that is divided (6.2)."""
        return self.frequency(bus) * (2 if self._apb_divider(bus) > 1 else 1)

    @property
    def sysclk(self) -> Fraction:
        """The system clock, Hz."""
        return self._source_hz(_SOURCES[self.bits("CFGR", 0, 2)])

    @property
    def hclk(self) -> Fraction:
        """The core's clock, Hz."""
        return self.sysclk / _AHB[self.bits("CFGR", 4, 4)]

    def check(self) -> None:
        """Whether flash, supply and buses keep up with the clocks."""
        self._limits.check(self.hclk, self._supply.voltage, self._flash.wait_states)
        for clock, most in zip(_APBS, self.instance.options["apb"], strict=True):
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
        if chosen >= len(_SOURCES):
            raise Violation(f"switches the system clock to {chosen}, a reserved value")
        source = _SOURCES[chosen]
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

    def _apb_divider(self, clock: str) -> int:
        return _APB[self.bits("CFGR", _APBS[clock], 3)]

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
            bypassed = bool(self.values["CR"] & _HSEBYP)
            if not self._source_hz(source):
                lacks = "gets no clock" if bypassed else "has no crystal"
                raise Violation(
                    f"starts HSE, for which {self.system.wiring.board} {lacks}",
                    hint=f"Start it {'without' if bypassed else 'with'} HSEBYP.",
                )
            time = "HSE bypass" if bypassed else source
        if source == "PLL":
            self._check_pll()
            self._supply.pll_switched(True)
        self._ready_at[source] = self.system.timeline.seconds + Fraction(_START_UP_US[time], _MHZ)

    def _stop(self, source: str) -> None:
        using = _SOURCES[self.bits("CFGR", 0, 2)]
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
