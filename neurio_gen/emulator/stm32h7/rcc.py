"""Reset and clock control of the STM32H742, H743, H753 and of H7A3, H7B3 (RM0433, RM0455: 8)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.stm32.clock_tree import HPRE_DIVIDERS, ClockTree, Field
from neurio_gen.emulator.stm32h7.flash import FlashController
from neurio_gen.emulator.stm32h7.limits import ChipLimits
from neurio_gen.emulator.stm32h7.pll import Pll
from neurio_gen.emulator.stm32h7.pwr import PowerController

_MHZ = 1_000_000
_HSI_HZ, _CSI_HZ = 64 * _MHZ, 4 * _MHZ
# Bits of CR: what switches a source on, and its ready flag.
_SWITCHES = {"HSI": (0, 2), "CSI": (7, 8), "HSE": (16, 17), "PLL1": (24, 25)}
_HSIDIV, _HSEON, _HSEBYP, _PLL1ON = 3 << 3, 1 << 16, 1 << 18, 1 << 24
_ALWAYS_READY = 1 << 5 | 1 << 14 | 1 << 15  # HSIDIVF, D1CKRDY, D2CKRDY
# Start-up times, typical, microseconds (DS12110); a clock from outside has to settle as well.
_START_UP_US = {"HSI": 14, "CSI": 1, "HSE": 2000, "HSE bypass": 10, "PLL1": 50}
_PLL1_OF_PLLCKSELR, _PLL1_OF_PLLCFGR = 0x3F3, 0x0007000E
_BUSES = ("AHB3", "AHB1", "AHB2", "AHB4", "APB3", "APB1L", "APB1H", "APB2", "APB4")


def _bank(suffix: str, first: int) -> tuple[Register, ...]:
    return tuple(
        Register(f"{bus}{suffix}", first + 4 * index, writable=ALL_BITS)
        for index, bus in enumerate(_BUSES)
    )


def _prescalers(first: str, second: str, third: str) -> dict[str, Field]:
    return {
        "PCLK1": Field(second, 4, 3),
        "PCLK2": Field(second, 8, 3),
        "PCLK3": Field(first, 4, 3),
        "PCLK4": Field(third, 4, 3),
    }


class ResetAndClock(ClockTree):
    """HSI, CSI, HSE and PLL1; prescalers, kernel clocks, clock gates, resets.

    Options: `limits`, a ChipLimits. HSI48, LSE, LSI, PLL2, PLL3, the clock security system and
    fractions of PLL1 are not modelled.
    """

    DOMAINS: ClassVar = ("D1CFGR", "D2CFGR", "D3CFGR")
    SOURCES: ClassVar = ("HSI", "CSI", "HSE", "PLL1")
    SWITCH: ClassVar = Field("CFGR", 0, 3)
    HPRE: ClassVar = Field(DOMAINS[0], 0, 4)
    PPRE: ClassVar = _prescalers(*DOMAINS)
    UART_CLOCKS: ClassVar[str] = "D2CCIP2R"

    COMMON: ClassVar = (
        Register("CR", 0x00, reset=0x1, writable=0x0105029B, ignored=0x0202C124),
        Register("CFGR", 0x10, writable=0x8007, ignored=0x38),
        Register("PLLCKSELR", 0x28, reset=0x02020200, writable=0x03F3F3F3),
        Register("PLLCFGR", 0x2C, reset=0x01FF0000, writable=0x01FF0EEE),
        Register("PLL1DIVR", 0x30, reset=0x01010280, writable=0x7F7FFFFF),
        Register("PLL1FRACR", 0x34),
        *_bank("RSTR", 0x7C),
        *_bank("ENR", 0xD4),
    )
    REGISTERS: ClassVar = (
        *COMMON,
        Register("D1CFGR", 0x18, writable=0xF7F),
        Register("D2CFGR", 0x1C, writable=0x770),
        Register("D3CFGR", 0x20, writable=0x70),
        Register("D1CCIPR", 0x4C, writable=0x30010033),
        Register("D2CCIP1R", 0x50, writable=0xB13771C7),
        Register("D2CCIP2R", 0x54, writable=0x70F0333F),
        Register("D3CCIPR", 0x58, writable=0x77E3FF07),
    )

    def reset(self) -> None:
        super().reset()
        self._ready_at = {"HSI": Fraction(0)}

    def connect(self) -> None:
        self.system.clocks = self
        self._limits: ChipLimits = self.instance.options["limits"]
        self._supply = self.system.only(PowerController)
        self._flash = self.system.only(FlashController)
        self.system.timeline.set_frequency(self.core)

    # What other peripherals ask.

    def timer_frequency(self, bus: str) -> Fraction:
        """The clock of the timers on `PCLK1` or `PCLK2`: that of AHB, or a multiple of the APB's.

        TIMPRE chooses between twice and four times the APB's clock (8.5, timer clocks).
        """
        times = 4 if self.bits("CFGR", 15) else 2
        return min(self.hclk, times * self.frequency(bus))

    @property
    def core(self) -> Fraction:
        """The core's clock, Hz."""
        return self.sysclk / self._divider_of_core

    @property
    def hclk(self) -> Fraction:
        """The clock of AXI and of all AHBs, Hz."""
        return super().hclk / self._divider_of_core

    def check(self) -> None:
        """Whether supply and flash keep up with the clocks."""
        name = self._supply.scale
        scale = self._limits.scales[name]
        if self.values["CR"] & _PLL1ON:
            self._check_pll()
        apbs = {clock: self.frequency(clock) for clock in self.PPRE}
        scale.check_clocks(name, self.core, self.hclk, apbs)
        scale.check_flash(name, self.hclk, self._flash.wait_states, self._flash.signal_delay)

    # Registers.

    def _read_cr(self) -> int:
        value = self.values["CR"] | _ALWAYS_READY
        for source, (_, flag) in _SWITCHES.items():
            value |= self._is_ready(source) << flag
        return value

    def _write_cr(self, value: int) -> None:
        old = self.values["CR"]
        self.system.timeline.settle()
        if (value ^ old) & _HSEBYP and old & _HSEON:
            raise Violation("changes HSEBYP while HSE is on (RCC_CR)")
        if (value ^ old) & _HSIDIV and old & _PLL1ON and self._pll.source == "HSI":
            raise Violation("changes HSIDIV while HSI drives a PLL (RCC_CR)")
        self.values["CR"] = value
        for source, (switch, _) in _SWITCHES.items():
            if value >> switch & 1 and not old >> switch & 1:
                self._start(source)
            elif old >> switch & 1 and not value >> switch & 1:
                self._stop(source)
        self._changed()

    def _read_cfgr(self) -> int:
        return self.values["CFGR"] | self.bits("CFGR", 0, 3) << 3

    def _write_cfgr(self, value: int) -> None:
        chosen = value & 7
        if chosen >= len(self.SOURCES):
            raise Violation(f"switches the system clock to {chosen}, a reserved value")
        source = self.SOURCES[chosen]
        if not self._is_ready(source):
            raise Violation(
                f"switches the system clock to {source}, which is not ready",
                hint=f"Wait for {source}RDY in RCC_CR.",
            )
        if source == "PLL1" and not self._pll.feeds_core:
            raise Violation("switches the system clock to PLL1 while DIVP1EN is off")
        self._set("CFGR", value)

    def _write_d1cfgr(self, value: int) -> None:
        self._set(self.DOMAINS[0], value)

    def _write_d2cfgr(self, value: int) -> None:
        self._set(self.DOMAINS[1], value)

    def _write_d3cfgr(self, value: int) -> None:
        self._set(self.DOMAINS[2], value)

    def _write_pllckselr(self, value: int) -> None:
        self._set_of_pll("PLLCKSELR", value, _PLL1_OF_PLLCKSELR)

    def _write_pllcfgr(self, value: int) -> None:
        self._set_of_pll("PLLCFGR", value, _PLL1_OF_PLLCFGR)

    def _write_pll1divr(self, value: int) -> None:
        self._set_of_pll("PLL1DIVR", value, ALL_BITS)

    def _write_d2ccip2r(self, value: int) -> None:
        self.system.timeline.settle()
        self.values[self.UART_CLOCKS] = value

    # The tree.

    @property
    def _pll(self) -> Pll:
        return Pll(self.values["PLLCKSELR"], self.values["PLLCFGR"], self.values["PLL1DIVR"])

    @property
    def _bypassed(self) -> bool:
        return bool(self.values["CR"] & _HSEBYP)

    @property
    def _divider_of_core(self) -> int:
        return HPRE_DIVIDERS[self.bits(self.DOMAINS[0], 8, 4)]

    def _source_hz(self, source: str) -> Fraction:
        if source == "HSI":
            return Fraction(_HSI_HZ, 1 << self.bits("CR", 3, 2))
        if source == "CSI":
            return Fraction(_CSI_HZ)
        if source == "PLL1":
            return self._pll.output(self._source_hz(self._pll.source or ""))
        wiring = self.system.wiring
        clocks = wiring.clocks if self._bypassed else wiring.crystals
        return Fraction(clocks.get(source, 0))

    def _start(self, source: str) -> None:
        time = source
        if source == "HSE":
            time = self.hse_start_up(self._bypassed)
        if source == "PLL1":
            self._check_pll()
        self._ready_at[source] = self.system.timeline.seconds + Fraction(_START_UP_US[time], _MHZ)

    def _stop(self, source: str) -> None:
        using = self.source
        if source == using or (using == "PLL1" and source == self._pll.source):
            raise Violation(f"stops {source} while it drives the system clock")
        self._ready_at.pop(source, None)

    def _check_pll(self) -> None:
        source = self._pll.source
        if source is None or not self._is_ready(source):
            raise Violation(f"starts PLL1 while its source ({source or 'none'}) is not ready")
        scale = self._supply.scale
        highest = self._limits.scales[scale].core
        self._pll.check(self._source_hz(source), scale, highest, self._limits.wide_vco)

    def _is_ready(self, source: str) -> bool:
        at = self._ready_at.get(source)
        return at is not None and self.system.timeline.seconds >= at

    def _set_of_pll(self, register: str, value: int, of_pll1: int) -> None:
        if (value ^ self.values[register]) & of_pll1 and self.values["CR"] & _PLL1ON:
            raise Violation(f"changes RCC_{register} while PLL1 is on")
        self.values[register] = value

    def _set(self, register: str, value: int) -> None:
        self.system.timeline.settle()
        self.values[register] = value
        self._changed()

    def _changed(self) -> None:
        self.system.timeline.set_frequency(self.core)
        self.check()


class ResetAndClockH7A3(ResetAndClock):
    """The same of H7A3 and H7B3, where domains and what names them have other names."""

    DOMAINS: ClassVar = ("CDCFGR1", "CDCFGR2", "SRDCFGR")
    HPRE: ClassVar = Field(DOMAINS[0], 0, 4)
    PPRE: ClassVar = _prescalers(*DOMAINS)
    UART_CLOCKS: ClassVar = "CDCCIP2R"
    REGISTERS: ClassVar = (
        *ResetAndClock.COMMON,
        Register("CDCFGR1", 0x18, writable=0xF7F),
        Register("CDCFGR2", 0x1C, writable=0x770),
        Register("SRDCFGR", 0x20, writable=0x70),
        Register("CDCCIP2R", 0x54, writable=0x70F0333F),
    )

    _write_cdcfgr1 = ResetAndClock._write_d1cfgr
    _write_cdcfgr2 = ResetAndClock._write_d2cfgr
    _write_srdcfgr = ResetAndClock._write_d3cfgr
    _write_cdccip2r = ResetAndClock._write_d2ccip2r
