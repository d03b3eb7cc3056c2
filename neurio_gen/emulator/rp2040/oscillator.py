"""The crystal oscillator and the PLL (data sheet, 2.16 and 2.18)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.rp2040.bus import AtomicPeripheral

_MHZ = 1_000_000
_ENABLE, _DISABLE, _RANGE = 0xFAB, 0xD1E, 0xAA0
_STABLE, _ENABLED = 1 << 31, 1 << 12
_STARTUP_STEP = 256
_STARTUP_SECONDS = Fraction(1, 1000)  # what the crystal of the reference design needs (2.16.3)
_LOCK, _BYPASS = 1 << 31, 1 << 8
_PD, _POSTDIV_PD, _VCO_PD = 1 << 0, 1 << 3, 1 << 5
_LOCKING = Fraction(20, _MHZ)


class CrystalOscillator(AtomicPeripheral):
    """XOSC."""

    REGISTERS: ClassVar = (
        Register("CTRL", 0x00, writable=0xFFFFFF),
        Register("STATUS", 0x04, ignored=1 << 24),
        Register("STARTUP", 0x0C, reset=0xC4, writable=0x103FFF),
    )

    def reset(self) -> None:
        super().reset()
        self._stable_at: Fraction | None = None

    @property
    def frequency(self) -> Fraction:
        """Hz; 0 until it is stable."""
        stable = self._stable_at is not None and self.system.timeline.seconds >= self._stable_at
        return Fraction(self.system.wiring.crystals.get("XOSC", 0) if stable else 0)

    def _read_status(self) -> int:
        on = _ENABLED if self._stable_at is not None else 0
        return on | (_STABLE if self.frequency else 0)

    def _write_ctrl(self, value: int) -> None:
        switch, frequency_range = value >> 12, value & 0xFFF
        if switch not in (_ENABLE, _DISABLE, 0) or frequency_range not in (_RANGE, 0):
            raise Violation(f"writes 0x{value:06x} to {self.name}_CTRL: no such code (2.16.7)")
        if switch == _ENABLE and self._stable_at is None:
            self._start(frequency_range)
        elif switch == _DISABLE:
            self._stable_at = None
        self.values["CTRL"] = value

    def _start(self, frequency_range: int) -> None:
        wiring = self.system.wiring
        if "XOSC" not in wiring.crystals:
            raise Violation(f"starts XOSC, for which {wiring.board} has no crystal")
        if frequency_range != _RANGE:
            raise Violation("starts XOSC without its frequency range (CTRL.FREQ_RANGE)")
        delay = self.bits("STARTUP", 0, 14) * (4 if self.bits("STARTUP", 20) else 1)
        seconds = Fraction(delay * _STARTUP_STEP, wiring.crystals["XOSC"])
        if seconds < _STARTUP_SECONDS:
            raise Violation(
                f"gives XOSC {float(seconds) * 1e6:,.0f} us to start, its crystal needs 1,000"
            )
        self._stable_at = self.system.timeline.seconds + seconds


class Pll(AtomicPeripheral):
    """PLL_SYS or PLL_USB."""

    REGISTERS: ClassVar = (
        Register("CS", 0x0, reset=1, writable=0x3F | _BYPASS, ignored=_LOCK),
        Register("PWR", 0x4, reset=0x2D, writable=0x2D),
        Register("FBDIV_INT", 0x8, writable=0xFFF),
        Register("PRIM", 0xC, reset=0x77000, writable=0x77000),
    )

    def reset(self) -> None:
        super().reset()
        self._locked_at: Fraction | None = None

    def connect(self) -> None:
        self._crystal = self.system.only(CrystalOscillator)

    @property
    def frequency(self) -> Fraction:
        """Hz; 0 until it has locked and its output is on."""
        if not self._locked or self.values["PWR"] & _POSTDIV_PD:
            return Fraction(0)
        return self._vco / self.bits("PRIM", 16, 3) / self.bits("PRIM", 12, 3)

    @property
    def _vco(self) -> Fraction:
        return self._crystal.frequency / self.bits("CS", 0, 6) * self.values["FBDIV_INT"]

    @property
    def _locked(self) -> bool:
        return self._locked_at is not None and self.system.timeline.seconds >= self._locked_at

    def _read_cs(self) -> int:
        return self.values["CS"] | (_LOCK if self._locked else 0)

    def _write_cs(self, value: int) -> None:
        self._check_off("CS", value & 0x3F ^ self.values["CS"] & 0x3F)
        self.values["CS"] = value

    def _write_fbdiv_int(self, value: int) -> None:
        self._check_off("FBDIV_INT", value ^ self.values["FBDIV_INT"])
        self.values["FBDIV_INT"] = value

    def _write_prim(self, value: int) -> None:
        if not value >> 16 & 7 or not value >> 12 & 7:
            raise Violation(f"sets a post divider of {self.name} to 0")
        self.values["PRIM"] = value

    def _write_pwr(self, value: int) -> None:
        self.values["PWR"] = value
        if value & (_PD | _VCO_PD):
            self._locked_at = None
        elif self._locked_at is None:
            self._check_ranges()
            self._locked_at = self.system.timeline.seconds + _LOCKING

    def _check_off(self, register: str, changed: int) -> None:
        if changed and self._locked_at is not None:
            raise Violation(f"changes {self.name}_{register} while the PLL is on")

    def _check_ranges(self) -> None:
        if not self._crystal.frequency:
            raise Violation(f"starts {self.name} while XOSC is not stable")
        divider = self.bits("CS", 0, 6)
        reference = self._crystal.frequency / divider if divider else Fraction(0)
        checks = (
            ("reference in MHz", reference / _MHZ, (5, 100)),
            ("feedback divider", self.values["FBDIV_INT"], (16, 320)),
            ("VCO in MHz", reference * self.values["FBDIV_INT"] / _MHZ, (750, 1600)),
        )
        for what, value, (lowest, highest) in checks:
            if not lowest <= value <= highest:
                raise Violation(
                    f"starts {self.name} with its {what} at {float(value):g}, outside {lowest} to "
                    f"{highest} (2.18)"
                )
