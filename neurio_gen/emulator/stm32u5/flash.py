"""The flash interface of the STM32U5 (RM0456, chapter 7)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral, Register

_LATENCY, _PRFTEN = 0xF, 1 << 8


class FlashController(Peripheral):
    """Wait states and prefetch; no programming, no low-power read mode."""

    REGISTERS: ClassVar = (Register("ACR", 0x00, writable=_LATENCY | _PRFTEN),)

    @property
    def wait_states(self) -> int:
        """As set."""
        return self.values["ACR"] & _LATENCY

    def _write_acr(self, value: int) -> None:
        self.values["ACR"] = value
        if self.system.clocks is not None:
            self.system.clocks.check()
