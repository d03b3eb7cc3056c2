"""From a trace to estimated cycles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from neurio_gen.profiling.timing.block import BlockTiming
from neurio_gen.profiling.timing.cores import CoreTiming
from neurio_gen.profiling.timing.instructions import UndecodedError
from neurio_gen.profiling.timing.memory import FlashTiming
from neurio_gen.profiling.timing.pipeline import block_timing
from neurio_gen.profiling.tracer import BlockCounts, Trace

Code = Callable[[int, int], bytes]
"""Reads `size` bytes of code at an address."""


@dataclass(frozen=True)
class Cycles:
    """Estimated cycles by cause.

    `core` are spent executing, `starved` waiting for the prefetch unit, `branches` refilling the
    pipeline, the waits those for flash memory.
    """

    core: int = 0
    starved: int = 0
    branches: int = 0
    code_waits: int = 0
    data_waits: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.core + self.starved + self.branches + self.code_waits + self.data_waits

    def __add__(self, other: Cycles) -> Cycles:
        return Cycles(
            self.core + other.core,
            self.starved + other.starved,
            self.branches + other.branches,
            self.code_waits + other.code_waits,
            self.data_waits + other.data_waits,
        )


@dataclass(frozen=True)
class Band:
    """How far estimates were from measurements: between `low` and `high` per cent of them."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:+g} to {self.high:+g} %"


# Seventeen images of two organisations (rounds v1.1 to v1.3, NUCLEO-L4R5ZI) whose own logs state
# the latency, run unmodified: mean error +0.1 %, mean absolute error 1.2 %.
_BANDS = {("Cortex-M4", "stm32l4r"): Band(-5, 4)}


def latency_us(cycles: int, clock_hz: int | None) -> float | None:
    """The time of estimated cycles, microseconds; an estimate as well. None without a clock."""
    return cycles / clock_hz * 1e6 if clock_hz else None


# Cortex-M3 and M4 fetch code below this address by a bus of its own; RAM there is read without
# waiting (Arm DDI 0439, 2.3.1). From there on, code and data share the system bus.
_WITH_CODE_BUS = 3  # stages of these cores
_SYSTEM_BUS = 0x20000000


@dataclass(frozen=True)
class TimingModel:
    """A core and the flash memory that it runs from; None where it need not wait for it."""

    core: CoreTiming
    flash: FlashTiming | None

    @property
    def band(self) -> Band | None:
        """How good estimates have been; None where none was compared with silicon."""
        return _BANDS.get((self.core.name, self.flash.family)) if self.flash else None

    def estimate(self, trace: Trace, code: Code) -> Cycles:
        """The cycles of a trace. Raises UndecodedError for unknown instructions, and for places of
        code whose timing is not known.
        """
        cycles = Cycles()
        for (address, size), counts in trace.items():
            if self.core.stages == _WITH_CODE_BUS and address >= _SYSTEM_BUS:
                raise UndecodedError(
                    f"code at 0x{address:08x} is fetched by the system bus, as data is, which is "
                    "not modelled"
                )
            cycles += self._block(block_timing(self.core, address, code(address, size)), counts)
        return cycles

    def describe(self) -> str:
        """What the estimate stands on, one line."""
        flash = self.flash
        if flash is None:
            return f"{self.core.name} ({self.core.source}), memory without wait states"
        return f"{self.core.name} ({self.core.source}), {flash.describe()}"

    def _block(self, timing: BlockTiming, counts: BlockCounts) -> Cycles:
        separate = sum(counts.switches[place] for place in timing.overlaps if counts.switches)
        core = timing.straight * counts.executions + counts.unaligned + separate
        starved = timing.starved * counts.executions
        branches = timing.leaving * counts.left + timing.entering * counts.entered
        flash = self.flash
        if flash is None:
            return Cycles(core, starved, branches)
        code_waits = (
            counts.code_jumps * flash.wait_states + counts.code_streams * flash.stream_stall
        )
        data_waits = counts.data_misses * flash.data_stall
        return Cycles(core, starved, branches, code_waits, data_waits)
