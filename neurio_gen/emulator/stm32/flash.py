"""The flash interface of the STM32L4, L4+, F4 and F7 (RM0351, RM0432, RM0390, RM0410, 3)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.timed_flash import FlashSettings, TimedFlash

_ICEN, _DCEN, _ICRST, _DCRST = 1 << 9, 1 << 10, 1 << 11, 1 << 12
_PRFTEN = 1 << 8


class FlashController(TimedFlash):
    """Wait states, prefetch and caches; no programming.

    Options: `latency_bits`; `reset`, the value of ACR after reset; `data_cache`, whether there is
    one. What other series call instruction cache is the F7's accelerator (ART).
    """

    def registers(self) -> tuple[Register, ...]:
        latency = (1 << self.instance.options["latency_bits"]) - 1
        caches = _PRFTEN | _ICEN | _ICRST
        if self.instance.options.get("data_cache", True):
            caches |= _DCEN | _DCRST
        reset = self.instance.options.get("reset", _ICEN | _DCEN)
        return (Register("ACR", 0x00, reset=reset, writable=latency | caches),)

    REGISTERS: ClassVar = ()

    @property
    def wait_states(self) -> int:
        """As set."""
        return self.bits("ACR", 0, 4)

    @property
    def settings(self) -> FlashSettings:
        """ACR: LATENCY, PRFTEN, ICEN, DCEN."""
        value = self.values["ACR"]
        prefetch, code, data = (bool(value & bit) for bit in (_PRFTEN, _ICEN, _DCEN))
        return FlashSettings(self.wait_states, prefetch, code, data)

    def _write_acr(self, value: int) -> None:
        for reset, enable, name in ((_ICRST, _ICEN, "instruction"), (_DCRST, _DCEN, "data")):
            if value & reset and value & enable:
                raise Violation(f"resets the {name} cache of the flash while it is on")
        self.values["ACR"] = value
        if self.system.clocks is not None:
            self.system.clocks.check()
