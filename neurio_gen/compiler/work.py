"""What a kernel call is predicted to do, so that kernels can be compared before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.goal import FlashSpeed, Goal


@dataclass(frozen=True)
class Work:
    """A prediction for one call on a Cortex-M4.

    `instructions` are executed, `cycles` what they take with all memory at the core's speed.
    `streamed_bytes` of constants are read from flash, each as often as no data cache of 256 bytes
    has it: bytes of weights times the passes over them, as a rule.
    """

    instructions: float
    cycles: float
    streamed_bytes: float = 0.0

    def __add__(self, other: Work) -> Work:
        return Work(
            self.instructions + other.instructions,
            self.cycles + other.cycles,
            self.streamed_bytes + other.streamed_bytes,
        )

    def __rmul__(self, times: float) -> Work:
        return Work(times * self.instructions, times * self.cycles, times * self.streamed_bytes)

    def cycles_from(self, flash: FlashSpeed) -> float:
        """Cycles with the constants in that memory."""
        return self.cycles + self.streamed_bytes / flash.word_bytes * flash.wait_states

    def cost(self, goal: Goal) -> float:
        """What is compared: cycles where the memory's speed is known, or else instructions."""
        return self.instructions if goal.flash is None else self.cycles_from(goal.flash)
