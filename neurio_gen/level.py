"""How far speed is bought with memory, and with which."""

from __future__ import annotations

from enum import Enum


class Level(Enum):
    """What flash and RAM may be spent on speed."""

    SIZE = "size"
    """No more flash and no more arena than the plainest kernels take."""
    BALANCED = "balanced"
    """Constants up to twice as large, an arena up to a quarter larger."""
    SPEED = "speed"
    """Whatever fits the board; an arena up to a quarter larger."""

    @property
    def constants_growth(self) -> float | None:
        """The factor that constants may grow by; None where only the board limits them."""
        return {Level.SIZE: 1.0, Level.BALANCED: 2.0, Level.SPEED: None}[self]

    @property
    def arena_growth(self) -> float:
        """The factor that the arena may grow by."""
        return 1.0 if self is Level.SIZE else 1.25


class Place(Enum):
    """Where a model's constants, or the kernels that it calls, lie when it runs."""

    FLASH = "flash"
    RAM = "ram"
    """As far as there is room; start-up code copies them."""
    AUTO = "auto"
    """In RAM where the level is speed and flash is known to be slower, else in flash."""
