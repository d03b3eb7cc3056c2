"""What firmware sets about its flash memory's speed, as instruments read it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from neurio_gen.emulator.peripheral import Peripheral


@dataclass(frozen=True)
class FlashSettings:
    """Wait states as set (None where the chip has no such setting), and what is switched on."""

    wait_states: int | None
    prefetch: bool
    code_cache: bool
    data_cache: bool


class TimedFlash(Peripheral):
    """A peripheral that has such settings."""

    @property
    @abstractmethod
    def settings(self) -> FlashSettings:
        """As they are now."""
