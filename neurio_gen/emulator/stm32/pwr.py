"""Power control of the STM32L4 and L4+ (RM0351 and RM0432, chapter 5)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.stm32.supply import Supply

_DBP, _IOSV, _R1MODE, _VOSF = 1 << 8, 1 << 9, 1 << 8, 1 << 10
_RANGE_1, _RANGE_2 = 1, 2
_SETTLING = Fraction(20, 1_000_000)  # from range 2 to range 1 (DS12023, 6.3.6)


class PowerController(Supply):
    """Voltage scaling, the supply of VDDIO2, the lock of the backup domain.

    Options: `boost` where the chip has range 1 boost mode (CR5.R1MODE).
    """

    VDDIO2_SWITCH: ClassVar = "PWR_CR2.IOSV (bit 9)"
    REGISTERS: ClassVar = (
        Register("CR1", 0x00, reset=0x200, writable=0x4707),
        Register("CR2", 0x04, writable=0x6FF),
        Register("CR3", 0x08, reset=0x8000, writable=0xC51F),
        Register("CR4", 0x0C, writable=0x31F),
        Register("SR1", 0x10),
        Register("SR2", 0x14),
        Register("SCR", 0x18, writable=0x11F),
    )

    def registers(self) -> tuple[Register, ...]:
        if self.instance.options.get("boost"):
            return (*self.REGISTERS, Register("CR5", 0x80, reset=0x100, writable=_R1MODE))
        return self.REGISTERS

    def reset(self) -> None:
        super().reset()
        self._settled_at = Fraction(0)

    @property
    def voltage_range(self) -> str:
        """`range 1 boost`, `range 1` or `range 2`, once the regulator has settled."""
        if self.bits("CR1", 9, 2) == _RANGE_2 or not self._settled:
            return "range 2"
        boost = "CR5" in self.values and not self.values["CR5"] & _R1MODE
        return "range 1 boost" if boost else "range 1"

    @property
    def backup_writable(self) -> bool:
        """Whether CR1.DBP is set."""
        return bool(self.values["CR1"] & _DBP)

    @property
    def vddio2_valid(self) -> bool:
        """Whether CR2.IOSV has connected the supply of PG2 to PG15."""
        return bool(self.values["CR2"] & _IOSV)

    def _write_cr1(self, value: int) -> None:
        chosen = value >> 9 & 3
        if chosen not in (_RANGE_1, _RANGE_2):
            raise Violation(f"chooses the voltage range {chosen}, which does not exist")
        if chosen == _RANGE_1 and self.bits("CR1", 9, 2) == _RANGE_2:
            self._settled_at = self.system.timeline.seconds + _SETTLING
        self.values["CR1"] = value
        self._check_clock()

    def _write_cr5(self, value: int) -> None:
        self.values["CR5"] = value
        self._check_clock()

    def _read_sr2(self) -> int:
        return 0x100 | (0 if self._settled else _VOSF)  # REGLPS: the regulator is ready

    @property
    def _settled(self) -> bool:
        return not self._settled_at or self.system.timeline.seconds >= self._settled_at

    def _check_clock(self) -> None:
        if self.system.clocks is not None:
            self.system.clocks.check()
