"""From a trace to estimated cycles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from neurio_gen.profiling.timing.cores import CoreTiming
from neurio_gen.profiling.timing.memory import FlashTiming
from neurio_gen.profiling.timing.pipeline import BlockTiming, block_timing
from neurio_gen.profiling.tracer import BlockCounts, Trace

Code = Callable[[int, int], bytes]
"""Reads `size` bytes of code at an address."""


@dataclass(frozen=True)
class Cycles:
    """Estimated cycles by cause: executing, reloading the pipeline, waiting for flash memory."""

    core: int = 0
    branches: int = 0
    code_waits: int = 0
    data_waits: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.core + self.branches + self.code_waits + self.data_waits

    def __add__(self, other: Cycles) -> Cycles:
        return Cycles(
            self.core + other.core,
            self.branches + other.branches,
            self.code_waits + other.code_waits,
            self.data_waits + other.data_waits,
        )


@dataclass(frozen=True)
class TimingModel:
    """A core and the flash memory that it runs from; None where it need not wait for it."""

    core: CoreTiming
    flash: FlashTiming | None

    def estimate(self, trace: Trace, code: Code) -> Cycles:
        """The cycles of a trace. Raises UndecodedError for unknown instructions."""
        cycles = Cycles()
        for (address, size), counts in trace.items():
            cycles += self._block(block_timing(self.core, address, code(address, size)), counts)
        return cycles

    def describe(self) -> str:
        """What the estimate stands on, one line."""
        flash = self.flash
        if flash is None:
            return f"{self.core.name} ({self.core.source}), memory without wait states"
        return (
            f"{self.core.name} ({self.core.source}), flash with {flash.wait_states} wait states "
            f"behind caches ({flash.source})"
        )

    def _block(self, timing: BlockTiming, counts: BlockCounts) -> Cycles:
        core = timing.straight * counts.executions + counts.unaligned
        branches = timing.leaving * counts.left + timing.entering * counts.entered
        flash = self.flash
        if flash is None:
            return Cycles(core, branches)
        code_waits = (
            counts.code_jumps * flash.wait_states + counts.code_streams * flash.stream_stall
        )
        return Cycles(core, branches, code_waits, counts.data_misses * flash.wait_states)
