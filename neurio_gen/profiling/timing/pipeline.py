"""Cycles of straight code on an Armv7-M core with three stages and zero wait states."""

from __future__ import annotations

from neurio_gen.profiling.timing import two_stages
from neurio_gen.profiling.timing.block import BlockTiming
from neurio_gen.profiling.timing.cores import CoreTiming
from neurio_gen.profiling.timing.instructions import Instruction, Kind, decode
from neurio_gen.profiling.timing.prefetch import starvation


def block_timing(core: CoreTiming, address: int, code: bytes) -> BlockTiming:
    """The timing of a block. Raises UndecodedError."""
    instructions = decode(address, code)
    if core.stages == 2:
        return two_stages.block_timing(instructions)
    pairs = tuple(zip(instructions, (None, *instructions), strict=False))
    cycles = [_cycles(core, instruction, before) for instruction, before in pairs]
    through = starvation(instructions, cycles, refilled=False)
    last = instructions[-1]
    indirect = last.kind in (Kind.INDIRECT_BRANCH, Kind.TABLE_BRANCH) or last.loads_pc
    return BlockTiming(
        sum(cycles),
        leaving=core.reload + indirect,
        entering=starvation(instructions, cycles, refilled=True) - through,
        starved=through,
        overlaps=tuple(
            (instruction.address - address) // 2
            for instruction, before in pairs
            if before and instruction.kind is Kind.LOAD and _overlaps(instruction, before)
        ),
    )


def _cycles(core: CoreTiming, instruction: Instruction, before: Instruction | None) -> int:
    own = _own_cycles(core, instruction)
    if before is None:
        return own
    if instruction.kind is Kind.IT:
        return 0 if before.size == 2 else 1  # folded onto a 16-bit instruction
    if _overlaps(instruction, before):
        return max(1, own - 1)
    if before.kind in _COMPUTING and instruction.base & before.writes:
        return own + 1  # an address has to be in the register bank
    if before.kind in _FLOAT_COMPUTING and instruction.reads & before.writes:
        return own + 1  # a result of the FPU is there one cycle later
    return own


def _overlaps(instruction: Instruction, before: Instruction) -> bool:
    """Whether the address goes out while the load before gets its data: 3.3.2.

    Not where the address is what was just loaded. That the two must be on one bus is
    `BlockTiming.overlaps`.
    """
    pipelined = instruction.kind in (Kind.LOAD, Kind.STORE)
    loaded = before.kind is Kind.LOAD and not before.loads_pc
    return pipelined and loaded and not instruction.base & before.loads


_FLOAT_COMPUTING = (Kind.FLOAT_ARITHMETIC, Kind.FLOAT_ACCUMULATE, Kind.FLOAT_DIVIDE)
"""7.2.3: a result takes a cycle more where the next instruction needs it, but not as an addend."""

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
