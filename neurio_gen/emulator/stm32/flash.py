"""The flash interface of the STM32L4 and L4+ (RM0351 and RM0432, chapter 3)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Peripheral, Register

_ICEN, _DCEN, _ICRST, _DCRST = 1 << 9, 1 << 10, 1 << 11, 1 << 12
_PRFTEN = 1 << 8


class FlashController(Peripheral):
    """Wait states, prefetch and caches; no programming. Options: `latency_bits`."""

    def registers(self) -> tuple[Register, ...]:
        latency = (1 << self.instance.options["latency_bits"]) - 1
        caches = _PRFTEN | _ICEN | _DCEN | _ICRST | _DCRST
        return (Register("ACR", 0x00, reset=0x600, writable=latency | caches),)

    REGISTERS: ClassVar = ()

    @property
    def wait_states(self) -> int:
        """As set."""
        return self.bits("ACR", 0, 4)

    def _write_acr(self, value: int) -> None:
        for reset, enable, name in ((_ICRST, _ICEN, "instruction"), (_DCRST, _DCEN, "data")):
            if value & reset and value & enable:
                raise Violation(f"resets the {name} cache of the flash while it is on")
        self.values["ACR"] = value
        if self.system.clocks is not None:
            self.system.clocks.check()
