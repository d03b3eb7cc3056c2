"""Power control of the STM32F4 and F7 (RM0390 chapter 5, RM0383 chapter 5, RM0410 chapter 4)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.stm32.supply import Supply

_DBP, _VOS = 1 << 8, 3 << 14
_ODEN, _ODSWEN = 1 << 16, 1 << 17
_VOSRDY, _ODRDY, _ODSWRDY = 1 << 14, 1 << 16, 1 << 17
_SETTLING = Fraction(50, 1_000_000)


class PowerController(Supply):
    """Voltage scaling, over-drive, the lock of the backup domain.

    Options: `reset`, the value of CR after reset; `overdrive`, whether the chip has it.
    """

    VDDIO2_SWITCH: ClassVar = "no bit: all pins are on VDD"

    def registers(self) -> tuple[Register, ...]:
        overdrive = _ODEN | _ODSWEN if self.instance.options["overdrive"] else 0
        writable = _DBP | _VOS | overdrive
        return (
            Register("CR", 0x00, reset=self.instance.options["reset"], writable=writable),
            Register("CSR", 0x04),
        )

    REGISTERS: ClassVar = ()

    def reset(self) -> None:
        super().reset()
        self._pll_on = False
        self._scaled_at = self._driven_at = self._switched_at = Fraction(0)

    @property
    def voltage(self) -> str:
        """The scale in use: the third while the PLL is off or the regulator has not settled."""
        scale = 4 - self.bits("CR", 14, 2) if self._pll_on and self._settled(self._scaled_at) else 3
        switched = self.values["CR"] & _ODSWEN and self._settled(self._switched_at)
        return f"scale {scale}{' with over-drive' if switched and scale < 3 else ''}"

    @property
    def vddio2_valid(self) -> bool:
        return True

    @property
    def backup_writable(self) -> bool:
        """Whether CR.DBP is set."""
        return bool(self.values["CR"] & _DBP)

    def pll_switched(self, on: bool) -> None:
        """Called by the clock controller: the chosen scale takes effect with the PLL."""
        self._pll_on = on
        self._scaled_at = self.system.timeline.seconds + _SETTLING

    def _read_csr(self) -> int:
        control = self.values["CR"]
        ready = self._pll_on and self._settled(self._scaled_at)
        value = _VOSRDY if ready else 0
        if control & _ODEN and self._settled(self._driven_at):
            value |= _ODRDY
        if control & _ODSWEN and self._settled(self._switched_at):
            value |= _ODSWRDY
        return value

    def _write_cr(self, value: int) -> None:
        old = self.values["CR"]
        now = self.system.timeline.seconds
        if (value ^ old) & _VOS and self._pll_on:
            raise Violation(
                "changes PWR_CR.VOS while the PLL is on",
                hint="Choose the voltage scale before RCC_CR.PLLON is set.",
            )
        if not value & _VOS:
            raise Violation("sets PWR_CR.VOS to 0, a reserved value")
        if value & ~old & _ODEN:
            self._driven_at = now + _SETTLING
        if value & ~old & _ODSWEN:
            if not (old & _ODEN and self._settled(self._driven_at)):
                raise Violation(
                    "sets PWR_CR.ODSWEN before over-drive is ready",
                    hint="Set ODEN and wait for PWR_CSR.ODRDY first.",
                )
            self._switched_at = now + _SETTLING
        self.values["CR"] = value
        if self.system.clocks is not None:
            self.system.clocks.check()

    def _settled(self, at: Fraction) -> bool:
        return self.system.timeline.seconds >= at
