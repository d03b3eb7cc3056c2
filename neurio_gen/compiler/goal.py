"""What a plan is made for: how its kernels are chosen, and within which budgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neurio_gen.level import Constants, Level


@dataclass(frozen=True)
class FlashSpeed:
    """Constants come from flash in words of `word_bytes`, each after `wait_states` cycles."""

    word_bytes: int
    wait_states: int


@dataclass(frozen=True)
class Goal:
    """How kernels are chosen.

    `flash` is the speed of the memory that constants are read from; None where the core's timing
    has no model or does not wait, so that executed instructions decide, not cycles.
    `flash_bytes` is the room for a model's constants, `ram_bytes` that for its arena, inputs and
    outputs; None where no limit is known.
    """

    level: Level = Level.BALANCED
    flash: FlashSpeed | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None
    constants: Constants = Constants.AUTO

    @property
    def copies_constants(self) -> bool:
        """Whether constants go to RAM as far as there is room."""
        if self.constants is Constants.AUTO:
            slow = self.flash is not None and self.flash.wait_states > 0
            return self.level is Level.SPEED and slow
        return self.constants is Constants.RAM

    def without_waits(self) -> Goal:
        """The same goal for constants that are in RAM."""
        flash = self.flash and replace(self.flash, wait_states=0)
        return replace(self, flash=flash)
