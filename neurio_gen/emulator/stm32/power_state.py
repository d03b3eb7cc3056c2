"""What the clock controller needs to know of supply and flash, without knowing their registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurio_gen.emulator.stm32.flash import FlashController
from neurio_gen.emulator.stm32.pwr import PowerController

if TYPE_CHECKING:
    from neurio_gen.emulator.system import System


class Power:
    """Voltage range, wait states and the backup domain's lock of one chip."""

    def __init__(self, system: System) -> None:
        self._supply = system.only(PowerController)
        self._flash = system.only(FlashController)

    def range_name(self) -> str:
        """`range 1 boost`, `range 1` or `range 2`."""
        return self._supply.voltage_range

    def wait_states(self) -> int:
        """Of the flash."""
        return self._flash.wait_states

    def backup_writable(self) -> bool:
        """Whether the backup domain is unlocked."""
        return self._supply.backup_writable
