"""The clock generators and the watchdog's tick (data sheet, 2.15 and 4.7)."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.rp2040.bus import AtomicPeripheral
from neurio_gen.emulator.rp2040.oscillator import CrystalOscillator, Pll

_MHZ = 1_000_000
_RING_HZ = 6_500_000  # nominal, after reset (2.15.1.1)
_REF_SOURCES = ("ROSC", "auxiliary", "XOSC")
_SYS_AUXILIARIES = ("PLL_SYS", "PLL_USB", "ROSC", "XOSC")
_PERI_SOURCES = ("CLK_SYS", "PLL_SYS", "PLL_USB", "ROSC", "XOSC")
_PERI_ENABLE = 1 << 11
_TICK_ENABLE, _TICK_RUNNING = 1 << 9, 1 << 10


class Clocks(AtomicPeripheral):
    """clk_ref, clk_sys and clk_peri."""

    CORE_LIMIT_HZ: ClassVar = 133 * _MHZ
    REGISTERS: ClassVar = (
        Register("CLK_REF_CTRL", 0x30, writable=0x63),
        Register("CLK_REF_DIV", 0x34, reset=0x100, writable=0x300),
        Register("CLK_REF_SELECTED", 0x38),
        Register("CLK_SYS_CTRL", 0x3C, writable=0xE1),
        Register("CLK_SYS_DIV", 0x40, reset=0x100, writable=0xFFFFFFFF),
        Register("CLK_SYS_SELECTED", 0x44),
        Register("CLK_PERI_CTRL", 0x48, writable=0xCE0),
        Register("CLK_PERI_SELECTED", 0x50, reset=1),
        Register("CLK_SYS_RESUS_CTRL", 0x78, reset=0xFF, writable=0x111FF),
    )

    def connect(self) -> None:
        self._crystal = self.system.only(CrystalOscillator)
        self._plls = {name: self.system.get(name, Pll) for name in ("PLL_SYS", "PLL_USB")}
        self.system.timeline.set_frequency(self.frequency("CLK_SYS"))

    def frequency(self, clock: str) -> Fraction:
        """A clock by its name, Hz; 0 where it stands."""
        if clock == "CLK_REF":
            source = self.frequency(_REF_SOURCES[self.bits("CLK_REF_CTRL", 0, 2)])
            return source / self._ref_divider
        if clock == "CLK_SYS":
            auxiliary = self.bits("CLK_SYS_CTRL", 0)
            source = self.frequency(self._sys_auxiliary if auxiliary else "CLK_REF")
            return source / self._sys_divider
        if clock == "CLK_PERI":
            on = self.values["CLK_PERI_CTRL"] & _PERI_ENABLE
            return self.frequency(self._peri_source) if on else Fraction(0)
        if clock == "ROSC":
            return Fraction(_RING_HZ)
        return self._crystal.frequency if clock == "XOSC" else self._pll(clock)

    @property
    def _ref_divider(self) -> int:
        return self.bits("CLK_REF_DIV", 8, 2) or 4

    @property
    def _sys_divider(self) -> Fraction:
        return Fraction(self.values["CLK_SYS_DIV"] or 1 << 24, 256)

    def _pll(self, name: str) -> Fraction:
        pll = self._plls.get(name)
        if pll is None:
            return Fraction(0)
        gate, resets = pll.instance.gate, self.system.clocks
        held = gate is not None and resets is not None and not resets.gate_is_open(gate)
        return Fraction(0) if held else pll.frequency

    @property
    def _sys_auxiliary(self) -> str:
        return _name(_SYS_AUXILIARIES, self.bits("CLK_SYS_CTRL", 5, 3), "clk_sys")

    @property
    def _peri_source(self) -> str:
        return _name(_PERI_SOURCES, self.bits("CLK_PERI_CTRL", 5, 3), "clk_peri")

    def _read_clk_ref_selected(self) -> int:
        return 1 << self.bits("CLK_REF_CTRL", 0, 2)

    def _read_clk_sys_selected(self) -> int:
        return 1 << self.bits("CLK_SYS_CTRL", 0)

    def _write_clk_ref_ctrl(self, value: int) -> None:
        self._change("CLK_REF_CTRL", value)

    def _write_clk_ref_div(self, value: int) -> None:
        self._change("CLK_REF_DIV", value)

    def _write_clk_sys_div(self, value: int) -> None:
        self._change("CLK_SYS_DIV", value)

    def _write_clk_sys_ctrl(self, value: int) -> None:
        old = self.values["CLK_SYS_CTRL"]
        if (value ^ old) & 0xE0 and old & 1:
            raise Violation(
                "changes the auxiliary source of clk_sys while clk_sys runs from it",
                hint="Switch CLK_SYS_CTRL.SRC to clk_ref first (2.15.3.2).",
            )
        self._change("CLK_SYS_CTRL", value)

    def _write_clk_peri_ctrl(self, value: int) -> None:
        old = self.values["CLK_PERI_CTRL"]
        if (value ^ old) & 0xE0 and old & _PERI_ENABLE:
            raise Violation("changes the source of clk_peri while it is on (2.15.3.2)")
        self.values["CLK_PERI_CTRL"] = value

    def _change(self, register: str, value: int) -> None:
        self.system.timeline.settle()
        self.values[register] = value
        for clock in ("CLK_REF", "CLK_SYS"):
            if not self.frequency(clock):
                raise Violation(f"switches {clock.lower()} to a source that is not running")
        core = self.frequency("CLK_SYS")
        if core > self.CORE_LIMIT_HZ:
            most = self.CORE_LIMIT_HZ // _MHZ
            raise Violation(f"runs the core at {float(core) / _MHZ:g} MHz; it allows {most} MHz")
        self.system.timeline.set_frequency(core)


class Ticks(AtomicPeripheral):
    """What makes the timer's microseconds of clk_ref. Each chip has its own, set by `SETTING`."""

    SETTING: ClassVar[str]

    @property
    @abstractmethod
    def tick(self) -> Fraction:
        """Hz; 0 where it is off."""


class Watchdog(Ticks):
    """Only its tick, which the timer counts (4.7.2)."""

    SETTING: ClassVar = "WATCHDOG_TICK"

    REGISTERS: ClassVar = (
        Register("TICK", 0x2C, reset=_TICK_ENABLE, writable=0x3FF, ignored=0xFFC00),
    )

    def connect(self) -> None:
        self._clocks = self.system.only(Clocks)

    @property
    def tick(self) -> Fraction:
        """Hz; 0 where it is off."""
        cycles = self.bits("TICK", 0, 9)
        on = self.values["TICK"] & _TICK_ENABLE and cycles
        return self._clocks.frequency("CLK_REF") / cycles if on else Fraction(0)

    def _read_tick(self) -> int:
        return self.values["TICK"] | (_TICK_RUNNING if self.tick else 0)

    def _write_tick(self, value: int) -> None:
        self.system.timeline.settle()
        self.values["TICK"] = value


def _name(names: tuple[str, ...], index: int, clock: str) -> str:
    if index >= len(names):
        raise Violation(f"chooses source {index} for {clock}, which is not modelled")
    return names[index]
