"""Cycles of straight code on the Cortex-M0+, with two stages and zero wait states.

Source: Arm Cortex-M0+ Technical Reference Manual (DDI 0484C), 3.3, table 3-1. One bus serves code
and data, so a load or store takes two cycles, whatever is beside it, and several words one more
than there are words. The multiplier is the one of a single cycle, as in the RP2040 (data sheet
2.4.1). The table has no cost of alignment: 32-bit instructions (BL, MRS, barriers) are rare.
"""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.profiling.timing.block import BlockTiming
from neurio_gen.profiling.timing.instructions import Instruction, Kind

_SYSTEM = frozenset(("mrs", "msr", "dmb", "dsb", "isb"))  # three cycles each


def block_timing(code: Sequence[Instruction]) -> BlockTiming:
    """The timing of decoded straight code."""
    return BlockTiming(sum(map(_cycles, code)), leaving=_leaving(code[-1]), entering=0)


def _cycles(instruction: Instruction) -> int:
    """Cycles by itself, a branch not taken."""
    if instruction.mnemonic in _SYSTEM:
        return 3
    if instruction.kind in (Kind.LOAD, Kind.STORE):
        return 2
    if instruction.kind is Kind.MULTIPLE:
        return 1 + instruction.words
    return 1


def _leaving(last: Instruction) -> int:
    """More cycles where the branch is taken: 2 in all, 3 for BL, 3 + N for POP of the PC."""
    if last.loads_pc:
        return 2
    return 2 if last.mnemonic == "bl" else 1
