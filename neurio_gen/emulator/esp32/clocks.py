"""The core's clock and the gates of peripherals: SYSTEM of the C3 (16), PCR of the C6 (8)."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.esp32.analog import PLL_HZ, REGULATORS, AnalogBlocks, ModemClocks
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register
from neurio_gen.emulator.soc import Gate

_MHZ = 1_000_000
_SOURCES = ("XTAL", "PLL", "RC_FAST", None)
_UART_SOURCES = (None, "PLL", "RC_FAST", "XTAL")


class Clocks(Peripheral):
    """What UART, timer and core ask of either chip."""

    def connect(self) -> None:
        self.system.clocks = self
        self._analog = self.system.only(AnalogBlocks)
        self.system.timeline.set_frequency(self.core)

    @property
    def crystal(self) -> Fraction:
        """The crystal's clock, Hz."""
        return Fraction(self.system.wiring.crystals["XTAL"])

    @property
    @abstractmethod
    def core(self) -> Fraction:
        """The core's clock, Hz."""

    @abstractmethod
    def uart_clock(self) -> Fraction:
        """What UART0 divides, Hz; 0 where it is off."""

    def gate_is_open(self, gate: Gate) -> bool:
        """Whether a peripheral's clock is on."""
        return bool(self.bits(gate.register, gate.bit))

    def gate_name(self, gate: Gate) -> str:
        """A gate's bit for messages."""
        return f"bit {gate.bit} of {self.name}_{gate.register}"

    def check(self) -> None:
        """Raises Violation where the core is too fast for PLL and supply as they are set."""
        source = self.source
        if source is None:
            raise Violation("switches the core to a reserved source of its clock")
        if source != "PLL":
            return
        self.check_power()
        self._analog.check_pll()
        if self.core > 160 * _MHZ:
            raise Violation(f"runs the core at {float(self.core) / _MHZ:g} MHz; it allows 160 MHz")

    @property
    @abstractmethod
    def source(self) -> str | None:
        """What drives the core, None for a reserved choice."""

    @abstractmethod
    def check_power(self) -> None:
        """Raises Violation where the PLL is not powered, or the voltage too low for 160 MHz."""

    def check_voltage(self, found: int, needed: int, where: str) -> None:
        """Raises Violation where the voltage's code is below what ESP-IDF takes for 160 MHz."""
        if self.core > 80 * _MHZ and found < needed:
            raise Violation(
                f"runs the core at {float(self.core) / _MHZ:g} MHz with voltage {found} ({where}), "
                f"which needs {needed}"
            )

    def _changed(self, register: str, value: int) -> None:
        self.system.timeline.settle()
        self.values[register] = value
        self.system.timeline.set_frequency(self.core)
        self.check()


class SystemRegisters(Clocks):
    """SYSTEM of the ESP32-C3."""

    REGISTERS: ClassVar = (
        Register("CPU_PER_CONF", 0x08, reset=0xC, writable=0xFF),
        Register("PERIP_CLK_EN0", 0x10, reset=0xF9C1E06F, writable=ALL_BITS),
        Register("SYSCLK_CONF", 0x58, reset=0x1 | 40 << 12, writable=0xFFF, ignored=0x7F000),
    )
    VOLTAGE: ClassVar = 28

    @property
    def source(self) -> str | None:
        return _SOURCES[self.bits("SYSCLK_CONF", 10, 2)]

    @property
    def core(self) -> Fraction:
        if self.source == "PLL":
            return Fraction((80, 160, 240, 240)[self.bits("CPU_PER_CONF", 0, 2)] * _MHZ)
        return self.crystal / (self.bits("SYSCLK_CONF", 0, 10) + 1)

    def uart_clock(self) -> Fraction:
        return self.crystal

    def check_power(self) -> None:
        options = self.system.peripherals["RTC_CNTL"].values["OPTIONS0"]
        if options & (1 << 6 | 1 << 8 | 1 << 10):
            raise Violation("switches the core to the PLL, which RTC_CNTL_OPTIONS0 powers down")
        if not self.bits("CPU_PER_CONF", 2):
            raise Violation("switches the core to the PLL set to 320 MHz (PLL_FREQ_SEL)")
        for address, where in ((6, "EXT_DIG_DREG"), (4, "EXT_RTC_DREG")):
            self.check_voltage(self._analog.read(REGULATORS, address) & 31, self.VOLTAGE, where)

    def _write_cpu_per_conf(self, value: int) -> None:
        self._changed("CPU_PER_CONF", value)

    def _write_sysclk_conf(self, value: int) -> None:
        self._changed("SYSCLK_CONF", value)

    def _write_perip_clk_en0(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["PERIP_CLK_EN0"] = value


class ClockResetC6(Clocks):
    """PCR of the ESP32-C6."""

    REGISTERS: ClassVar = (
        Register("UART0_CONF", 0x00, reset=1, writable=0x3),
        Register("UART0_SCLK_CONF", 0x04, reset=7 << 20, writable=0x7FFFFF),
        Register("TIMERGROUP0_CONF", 0x3C, reset=1, writable=0x3),
        Register("SYSTIMER_CONF", 0x54, reset=1, writable=0x3),
        Register("SYSTIMER_FUNC_CLK_CONF", 0x58, reset=1 << 22, writable=0x500000),
        Register("SYSCLK_CONF", 0x110, reset=0x28000200, writable=0x30000, ignored=0x7F00FFFF),
        Register("CPU_FREQ_CONF", 0x118, writable=0x1FFFF),
    )
    VOLTAGE: ClassVar = 25

    @property
    def source(self) -> str | None:
        return _SOURCES[self.bits("SYSCLK_CONF", 16, 2)]

    @property
    def core(self) -> Fraction:
        if self.source == "PLL":
            divider = self.bits("CPU_FREQ_CONF", 8, 8) + 1
            if divider == 1 and self.bits("CPU_FREQ_CONF", 16):
                return Fraction(120 * _MHZ)
            return Fraction(PLL_HZ, 3 * divider)
        return self.crystal / (self.bits("CPU_FREQ_CONF", 0, 8) + 1)

    def uart_clock(self) -> Fraction:
        source = _UART_SOURCES[self.bits("UART0_SCLK_CONF", 20, 2)]
        on = source == "XTAL" and self.bits("UART0_SCLK_CONF", 22)
        return self.crystal / (self.bits("UART0_SCLK_CONF", 12, 8) + 1) if on else Fraction(0)

    def gate_is_open(self, gate: Gate) -> bool:
        """Whether a peripheral's clock is on and its reset is off."""
        if gate.register == "I2C_MST":
            return bool(self.system.only(ModemClocks).bits("CLK_CONF", gate.bit))
        return self.bits(gate.register, 0, 2) == 1

    def gate_name(self, gate: Gate) -> str:
        if gate.register == "I2C_MST":
            return "CLK_I2C_MST_EN of MODEM_LPCON_CLK_CONF"
        return super().gate_name(gate)

    def check_power(self) -> None:
        unit = self.system.only(PowerUnit)
        if not unit.pll_on:
            raise Violation("switches the core to the PLL, which PMU_IMM_HP_CK_POWER leaves off")
        where = "PMU_HP_ACTIVE_HP_REGULATOR0"
        self.check_voltage(unit.bits("HP_ACTIVE_HP_REGULATOR0", 27, 5), self.VOLTAGE, where)
        for address, what in ((7, "ENIF_DIG_DREG"), (5, "ENIF_RTC_DREG")):
            if not self._analog.read(REGULATORS, address) & 0x80:
                raise Violation(f"runs on the PLL while the PMU does not set the voltage ({what})")

    def _write_sysclk_conf(self, value: int) -> None:
        self._changed("SYSCLK_CONF", value)

    def _write_cpu_freq_conf(self, value: int) -> None:
        self._changed("CPU_FREQ_CONF", value)

    def _write_uart0_sclk_conf(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["UART0_SCLK_CONF"] = value


class PowerUnit(Peripheral):
    """PMU of the ESP32-C6: the voltage, and what switches the PLL on."""

    _PLL: ClassVar = 1 << 25 | 7 << 28
    REGISTERS: ClassVar = (
        Register("HP_ACTIVE_HP_REGULATOR0", 0x28, reset=24 << 27 | 1 << 18, writable=31 << 27),
        Register("IMM_HP_CK_POWER", 0xCC, writable=ALL_BITS),
    )

    def reset(self) -> None:
        super().reset()
        self.pll_on = False

    def _read_imm_hp_ck_power(self) -> int:
        return 0  # its bits are commands

    def _write_imm_hp_ck_power(self, value: int) -> None:
        self.values["IMM_HP_CK_POWER"] |= value
        self.pll_on = self.values["IMM_HP_CK_POWER"] & self._PLL == self._PLL
