"""Clocks and their supply: CCM, CCM Analog and DCDC, as the boot ROM leaves them.

The core runs at 396 MHz from the ARM PLL then, the IPG bus at a third of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register
from neurio_gen.emulator.soc import Gate

_MHZ = 1_000_000
_BUSY_AHB, _BUSY_PERIPH, _BUSY_ARM = 1 << 1, 1 << 5, 1 << 16
_HANDSHAKE_CYCLES = 32
_PERIPH_CLK2 = 1 << 25
_GPR_GATE = {"CCGR4": 3 << 4}  # what the boot ROM leaves open, as far as images rely on it
_LOCK, _BYPASS, _ENABLE, _POWER_DOWN = 1 << 31, 1 << 16, 1 << 13, 1 << 12
_MOST_VAIN_LOOKS = 1000
_LOCK_SECONDS = Fraction(50, _MHZ)
_OUTPUT_OK = 1 << 31
_SETTLING_SECONDS = Fraction(100, _MHZ)
_MOST_MILLIVOLTS = 1300
# Data sheet IMXRT1060CEC, operating ranges: the core's clock in MHz, and what it needs in mV.
_NEEDED = ((24, 925), (528, 1150), (600, 1250))
_MOST_IPG, _MOST_TIMER, _MOST_UART = 150, 75, 80


class Converter(Peripheral):
    """DCDC: the supply of the core, VDD_SOC."""

    REGISTERS: ClassVar = (
        Register("REG0", 0x0),
        Register("REG3", 0xC, reset=0x10E, writable=0x1F),
    )

    def reset(self) -> None:
        super().reset()
        self._settled_at: Fraction | None = None
        self._before = self._target

    @property
    def millivolts(self) -> int:
        """What the core gets: while the output settles, no more than before."""
        return self._target if self._is_settled else min(self._before, self._target)

    @property
    def _target(self) -> int:
        return 800 + 25 * self.bits("REG3", 0, 5)

    @property
    def _is_settled(self) -> bool:
        return self._settled_at is None or self.system.timeline.seconds >= self._settled_at

    def _read_reg0(self) -> int:
        return _OUTPUT_OK if self._is_settled else 0

    def _write_reg3(self, value: int) -> None:
        self._before = self.millivolts
        self.values["REG3"] = value
        if self._target > _MOST_MILLIVOLTS:
            raise Violation(
                f"sets VDD_SOC to {self._target / 1000:g} V, above "
                f"{_MOST_MILLIVOLTS / 1000:g} V, the most that the core bears"
            )
        self._settled_at = self.system.timeline.seconds + _SETTLING_SECONDS
        self.system.only(ClockModule).check()


class AnalogClocks(Peripheral):
    """The ARM PLL; no other one is modelled."""

    REGISTERS: ClassVar = (
        Register(
            "PLL_ARM",
            0x00,
            reset=_LOCK | _ENABLE | 66,
            writable=0x7F | _POWER_DOWN | _ENABLE | _BYPASS,
            ignored=_LOCK,
        ),
    )

    def reset(self) -> None:
        super().reset()
        self._locked_at: Fraction | None = Fraction(0)
        self._vain_looks = 0

    @property
    def is_locked(self) -> bool:
        """Whether the PLL gives its clock."""
        return self._locked_at is not None and self.system.timeline.seconds >= self._locked_at

    @property
    def frequency(self) -> Fraction:
        """Of the PLL, Hz."""
        crystal = Fraction(self.system.wiring.crystals["XTAL"])
        return crystal if self._is_bypassed else crystal * self.bits("PLL_ARM", 0, 7) / 2

    @property
    def _is_bypassed(self) -> bool:
        return bool(self.values["PLL_ARM"] & _BYPASS)

    def _read_pll_arm(self) -> int:
        self._vain_looks += self._locked_at is None
        if self._vain_looks > _MOST_VAIN_LOOKS:
            raise Violation(
                "waits for the ARM PLL, which is off",
                hint="Set ENABLE and clear POWERDOWN in CCM_ANALOG_PLL_ARM.",
            )
        return self.values["PLL_ARM"] & ~_LOCK | (_LOCK if self.is_locked else 0)

    def _write_pll_arm(self, value: int) -> None:
        if self.system.only(ClockModule).runs_from_pll:
            raise Violation(
                "changes the ARM PLL while the core runs from it",
                hint="Switch to PERIPH_CLK2 first (CCM_CBCDR.PERIPH_CLK_SEL).",
            )
        multiplier = value & 0x7F
        self.values["PLL_ARM"] = value
        self._locked_at = None
        self._vain_looks = 0
        if value & _POWER_DOWN or not value & _ENABLE:
            return
        if not 54 <= multiplier <= 108:
            raise Violation(f"starts the ARM PLL with DIV_SELECT {multiplier}, outside 54 to 108")
        self._locked_at = self.system.timeline.seconds + _LOCK_SECONDS


class ClockModule(Peripheral):
    """CCM: sources, dividers, gates. Offsets of a gate's register and its lower bit make a Gate."""

    REGISTERS: ClassVar = (
        Register("CACRR", 0x10, reset=0x1, writable=0x7),
        Register("CBCDR", 0x14, reset=0x000A8200, writable=0x3A001F00),
        Register("CBCMR", 0x18, reset=0x2DAE8324, writable=0x000C3000),
        Register("CSCMR1", 0x1C, reset=0x04900000, writable=0x7F),
        Register("CSCDR1", 0x24, reset=0x06490B00, writable=0x7F),
        Register("CDHIPR", 0x48),
        *(
            Register(
                f"CCGR{n}", 0x68 + 4 * n, reset=_GPR_GATE.get(f"CCGR{n}", 0), writable=ALL_BITS
            )
            for n in range(8)
        ),
    )

    def reset(self) -> None:
        super().reset()
        self._busy: dict[int, int] = {}

    def connect(self) -> None:
        self.system.clocks = self
        self._analog = self.system.only(AnalogClocks)
        self._converter = self.system.only(Converter)
        self._apply()

    def gate_is_open(self, gate: Gate) -> bool:
        return self.bits(gate.register, gate.bit, 2) in (1, 3)

    def gate_name(self, gate: Gate) -> str:
        return f"bits {gate.bit + 1} and {gate.bit} of CCM_{gate.register}"

    @property
    def runs_from_pll(self) -> bool:
        """Whether the core's clock comes from the ARM PLL."""
        return not self.values["CBCDR"] & _PERIPH_CLK2

    @property
    def uart_hertz(self) -> Fraction:
        """What feeds the UARTs."""
        return self._root("CSCDR1", Fraction(80 * _MHZ), "the UARTs", _MOST_UART)

    @property
    def timer_hertz(self) -> Fraction:
        """What PIT and GPT count (PERCLK)."""
        return self._root("CSCMR1", self._ipg, "the timers", _MOST_TIMER)

    def check(self) -> None:
        core = self._core
        needed = next((row[1] for row in _NEEDED if core <= row[0] * _MHZ), None)
        shown = f"{float(core) / _MHZ:g} MHz"
        if needed is None:
            raise Violation(f"runs the core at {shown}; it is rated for 600 MHz")
        if self._converter.millivolts < needed:
            raise Violation(
                f"runs the core at {shown} with {self._converter.millivolts / 1000:g} V, which "
                f"needs {needed / 1000:g} V",
                hint="Set DCDC_REG3.TRG and wait for DCDC_REG0.STS_DC_OK before the clock goes up.",
            )
        if self._ipg > _MOST_IPG * _MHZ:
            raise Violation(
                f"runs the IPG bus at {float(self._ipg) / _MHZ:g} MHz, which bears {_MOST_IPG} MHz"
            )

    @property
    def _core(self) -> Fraction:
        divider = self.bits("CBCDR", 10, 3) + 1
        return self._source / divider

    @property
    def _ipg(self) -> Fraction:
        return self._core / (self.bits("CBCDR", 8, 2) + 1)

    @property
    def _source(self) -> Fraction:
        if not self.runs_from_pll:
            if self.bits("CBCMR", 12, 2) != 1:
                raise Violation("runs from PERIPH_CLK2, whose source is not the crystal")
            return self._crystal / (self.bits("CBCDR", 27, 3) + 1)
        if self.bits("CBCMR", 18, 2) != 3:
            raise Violation(
                "runs from a PLL that is not the ARM PLL (CCM_CBCMR.PRE_PERIPH_CLK_SEL)"
            )
        if not self._analog.is_locked:
            raise Violation(
                "runs from the ARM PLL, which is not locked",
                hint="Wait for CCM_ANALOG_PLL_ARM.LOCK before the switch.",
            )
        return self._analog.frequency / (self.bits("CACRR", 0, 3) + 1)

    @property
    def _crystal(self) -> Fraction:
        return Fraction(self.system.wiring.crystals["XTAL"])

    def _root(self, register: str, other: Fraction, what: str, limit: int) -> Fraction:
        source = self._crystal if self.bits(register, 6) else other
        rate = source / (self.bits(register, 0, 6) + 1)
        if rate > limit * _MHZ:
            raise Violation(
                f"runs {what} at {float(rate) / _MHZ:g} MHz, which bear {limit} MHz",
                hint=f"Choose the crystal in CCM_{register}, or divide.",
            )
        return rate

    def _read_cdhipr(self) -> int:
        now = self.system.timeline.cycles
        return sum(bit for bit, end in self._busy.items() if now < end)

    def _write_cacrr(self, value: int) -> None:
        self._change("CACRR", value, _BUSY_ARM)

    def _write_cbcmr(self, value: int) -> None:
        self._change("CBCMR", value, 0)

    def _write_cbcdr(self, value: int) -> None:
        changed = value ^ self.values["CBCDR"]
        busy = (_BUSY_PERIPH if changed & _PERIPH_CLK2 else 0) | (
            _BUSY_AHB if changed & 7 << 10 else 0
        )
        self._change("CBCDR", value, busy)

    def _write_cscmr1(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["CSCMR1"] = value

    def _change(self, register: str, value: int, busy: int) -> None:
        if value != self.values[register] and self._read_cdhipr():
            raise Violation(
                f"changes CCM_{register} while the last change is not through",
                hint="Wait until CCM_CDHIPR shows no handshake.",
            )
        self.values[register] = value
        self._apply()
        end = self.system.timeline.cycles + _HANDSHAKE_CYCLES
        self._busy = {bit: end for bit in (_BUSY_AHB, _BUSY_PERIPH, _BUSY_ARM) if busy & bit}

    def _apply(self) -> None:
        self.check()
        self.system.timeline.set_frequency(self._core)
