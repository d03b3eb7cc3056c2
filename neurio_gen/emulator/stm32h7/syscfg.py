"""System configuration of the STM32H7 (RM0433, chapter 12): the overdrive of the regulator."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral, Register
from neurio_gen.emulator.stm32h7.pwr import PowerController

_ODEN = 1 << 0


class SystemConfiguration(Peripheral):
    """PWRCR alone."""

    REGISTERS: ClassVar = (Register("PWRCR", 0x2C, writable=_ODEN),)

    def reset(self) -> None:
        was_on = bool(self.values.get("PWRCR"))
        super().reset()
        if was_on:
            self.system.only(PowerController).switch_overdrive(False)

    def _write_pwrcr(self, value: int) -> None:
        if value != self.values["PWRCR"]:
            self.system.only(PowerController).switch_overdrive(bool(value & _ODEN))
        self.values["PWRCR"] = value
