"""Timings of cores, as data.

Sources: Arm Cortex-M4 Technical Reference Manual (DDI 0439), 3.3.1 (table of instructions and
cycles), 3.3.2 (load/store timings) and 7.2.3 (FPU instructions); Arm Cortex-M3 Technical Reference
Manual (DDI 0337), 3.3.1 and 3.3.2; Arm Cortex-M0+ Technical Reference Manual (DDI 0484C), 3.3.
Arm publishes no such tables for the Cortex-M7, M33, M55 and M85, and no other source was found
whose rules add up to the cycles of a loop, so estimates of these are not made. Nor are they of the
RISC-V cores: Espressif publishes no timings of its cores, and how long the cache between RP2350 and
its flash takes is in no document that was found.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CoreTiming:
    """Cycles of the instructions whose time differs between cores. Ranges stand at their middle.

    The divide takes 2 to 12 cycles, by its operands. `reload` is the pipeline refill behind a
    branch that was taken (P in Arm's tables, 1 to 3): 1 where the target is known early, one more
    for a branch to a register. Cores of three `stages` are timed by `pipeline`, with the prefetch
    unit of Cortex-M3 and M4, those of two by `two_stages`.
    """

    name: str
    multiply_accumulate: int
    long_multiply: int
    long_accumulate: int
    source: str
    divide: int = 7
    float_accumulate: int = 3
    float_divide: int = 14
    reload: int = 1
    stages: int = 3


CORES = {
    "cortex-m4": CoreTiming(
        "Cortex-M4",
        multiply_accumulate=1,
        long_multiply=1,
        long_accumulate=1,
        source="Arm DDI 0439, 3.3.1, 3.3.2 and 7.2.3",
    ),
    "cortex-m3": CoreTiming(
        "Cortex-M3",
        multiply_accumulate=2,
        long_multiply=4,  # 3 to 5
        long_accumulate=5,  # 4 to 7
        source="Arm DDI 0337, 3.3.1 and 3.3.2",
    ),
    "cortex-m0plus": CoreTiming(
        "Cortex-M0+",
        multiply_accumulate=1,
        long_multiply=1,
        long_accumulate=1,
        source="Arm DDI 0484C, table 3-1",
        stages=2,
    ),
}
