"""Cycles of straight code on an Armv7-M core with three stages and zero wait states."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.profiling.timing.cores import CoreTiming
from neurio_gen.profiling.timing.instructions import Instruction, Kind, decode

_BRANCHES = (Kind.BRANCH, Kind.INDIRECT_BRANCH, Kind.TABLE_BRANCH)


@dataclass(frozen=True)
class BlockTiming:
    """Cycles of a block.

    `straight` are those of every execution, `leaving` more where its last instruction branches,
    `entering` more where it was reached by a branch.
    """

    straight: int
    leaving: int
    entering: int


def block_timing(core: CoreTiming, address: int, code: bytes) -> BlockTiming:
    """The timing of a block. Raises UndecodedError."""
    instructions = decode(address, code)
    straight = 0
    before: Instruction | None = None
    for instruction in instructions:
        straight += _cycles(core, instruction, before)
        before = instruction
    first, last = instructions[0], instructions[-1]
    indirect = last.kind in (Kind.INDIRECT_BRANCH, Kind.TABLE_BRANCH) or last.loads_pc
    return BlockTiming(
        straight,
        leaving=core.reload + indirect,
        entering=int(first.size == 4 and first.address % 4 != 0),
    )


def _cycles(core: CoreTiming, instruction: Instruction, before: Instruction | None) -> int:
    own = _own_cycles(core, instruction)
    if before is None:
        return own
    if instruction.kind is Kind.IT:
        return 0 if before.size == 2 else 1  # folded onto a 16-bit instruction
    if before.kind is Kind.LOAD and not before.loads_pc and instruction.kind in _PIPELINED:
        # Neighbouring loads overlap unless the address is what was just loaded.
        return max(1, own - 1) if not instruction.base & before.loads else own
    if before.kind in _COMPUTING and instruction.base & before.writes:
        return own + 1  # an address has to be in the register bank
    return own


_PIPELINED = (Kind.LOAD, Kind.STORE)
_COMPUTING = (
    *(Kind.DATA, Kind.MULTIPLY_ACCUMULATE, Kind.LONG_MULTIPLY, Kind.LONG_ACCUMULATE),
    Kind.DIVIDE,
)


def _own_cycles(core: CoreTiming, instruction: Instruction) -> int:
    """Cycles by itself, a branch not taken."""
    kind = instruction.kind
    if kind is Kind.STORE:
        return 2 if instruction.register_offset else 1
    if kind in (Kind.PAIR, Kind.MULTIPLE, Kind.FLOAT_LOAD):
        return 1 + instruction.words + instruction.loads_pc
    fixed = {
        Kind.LOAD: 2 + instruction.loads_pc,
        Kind.TABLE_BRANCH: 4,  # two for the load, one to add, one more than other branches refill
        Kind.DIVIDE: core.divide,
        Kind.MULTIPLY_ACCUMULATE: core.multiply_accumulate,
        Kind.LONG_MULTIPLY: core.long_multiply,
        Kind.LONG_ACCUMULATE: core.long_accumulate,
        Kind.FLOAT_ACCUMULATE: core.float_accumulate,
        Kind.FLOAT_DIVIDE: core.float_divide,
        Kind.FLOAT_TRANSFER_PAIR: 2,
    }
    return fixed.get(kind, 1)
