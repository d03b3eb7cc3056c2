"""What a plan is made for: how its kernels are chosen, and within which budgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neurio_gen.level import Level, Place


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
    outputs; None where no limit is known. `fast_bytes` is the room for stack, buffers, arena and
    constants in a memory that is faster than all others; None where there is none. `fast_code`
    tells that kernels run from RAM, where they never wait for code.
    """

    level: Level = Level.BALANCED
    flash: FlashSpeed | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None
    constants: Place = Place.AUTO
    fast_bytes: int | None = None
    fast_code: bool = False

    @property
    def copies_constants(self) -> bool:
        """Whether constants go to RAM as far as there is room."""
        if self.constants is Place.AUTO:
            slow = self.flash is not None and self.flash.wait_states > 0
            return self.level is Level.SPEED and (slow or self.fast_bytes is not None)
        return self.constants is Place.RAM

    def constants_room(self, used: int) -> int | None:
        """Bytes of RAM for constants where arena, buffers and state take `used` bytes.

        Where nothing but the fast memory is known to help, what these leave of that, or all of it
        where they do not fit it themselves.
        """
        if self.ram_bytes is None:
            return None
        if self.constants is Place.AUTO and self.fast_bytes is not None and self.flash is None:
            return self.fast_bytes - (used if used <= self.fast_bytes else 0)
        return self.ram_bytes - used

    def without_waits(self) -> Goal:
        """The same goal for constants that are in RAM."""
        flash = self.flash and replace(self.flash, wait_states=0)
        return replace(self, flash=flash)
