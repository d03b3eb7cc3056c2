"""The flash interface of the STM32H7 (RM0433, RM0455: chapter 4)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral, Register


class FlashController(Peripheral):
    """Wait states and signal delay; no programming. Options: `reset`, the value of ACR after it."""

    def registers(self) -> tuple[Register, ...]:
        return (Register("ACR", 0x00, reset=self.instance.options["reset"], writable=0x3F),)

    REGISTERS: ClassVar = ()

    @property
    def wait_states(self) -> int:
        """As set: ACR.LATENCY."""
        return self.bits("ACR", 0, 4)

    @property
    def signal_delay(self) -> int:
        """As set: ACR.WRHIGHFREQ."""
        return self.bits("ACR", 4, 2)

    def _write_acr(self, value: int) -> None:
        self.values["ACR"] = value
        if self.system.clocks is not None:
            self.system.clocks.check()
