"""Thumb instructions as the timing model sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

import capstone
from capstone import arm as cs_arm
from capstone import arm_const as regs


class Kind(Enum):
    """What an instruction's time depends on."""

    DATA = "data processing"
    LOAD = "load"
    STORE = "store"
    PAIR = "load or store of two words"
    MULTIPLE = "load or store of several words"
    MULTIPLY_ACCUMULATE = "32-bit multiply-accumulate"
    LONG_MULTIPLY = "32 x 32 = 64-bit multiply"
    LONG_ACCUMULATE = "64-bit multiply-accumulate"
    DIVIDE = "divide"
    BRANCH = "direct branch"
    INDIRECT_BRANCH = "branch to a register"
    TABLE_BRANCH = "table branch"
    IT = "if-then"
    FLOAT = "floating point"
    FLOAT_ARITHMETIC = "floating-point sum, product or conversion"
    FLOAT_ACCUMULATE = "floating-point multiply-accumulate"
    FLOAT_DIVIDE = "floating-point divide or square root"
    FLOAT_TRANSFER_PAIR = "two registers between core and FPU"
    FLOAT_LOAD = "floating-point load or store"


@dataclass(frozen=True)
class Instruction:
    """One instruction.

    `words` are words moved by memory instructions. `base` are registers that make up its address,
    `reads` those it needs, but for an accumulator, `writes` those it changes, `loads` the one that
    a single load fills, by capstone's numbers. `register_offset` tells an address of two registers,
    `loads_pc` a branch by a load.
    """

    address: int
    size: int
    mnemonic: str
    kind: Kind
    words: int
    base: frozenset[int]
    writes: frozenset[int]
    loads: frozenset[int]
    register_offset: bool
    loads_pc: bool
    reads: frozenset[int] = frozenset()


class UndecodedError(ValueError):
    """Code that the decoder does not know."""


_decoder = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
_decoder.detail = True

_CONDITIONS = frozenset(
    (*("eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc"), *("hi", "ls", "ge", "lt", "gt", "le"))
)
_KINDS = {
    **dict.fromkeys(("b", "bl", "cbz", "cbnz"), Kind.BRANCH),
    **dict.fromkeys(("bx", "blx"), Kind.INDIRECT_BRANCH),
    **dict.fromkeys(("tbb", "tbh"), Kind.TABLE_BRANCH),
    **dict.fromkeys(("ldrd", "strd"), Kind.PAIR),
    **dict.fromkeys(("push", "pop", "vpush", "vpop"), Kind.MULTIPLE),
    **dict.fromkeys(("sdiv", "udiv"), Kind.DIVIDE),
    **dict.fromkeys(("mla", "mls"), Kind.MULTIPLY_ACCUMULATE),
    **dict.fromkeys(("smull", "umull"), Kind.LONG_MULTIPLY),
    **dict.fromkeys(("smlal", "umlal", "umaal"), Kind.LONG_ACCUMULATE),
    **dict.fromkeys(("vldr", "vstr"), Kind.FLOAT_LOAD),
    **dict.fromkeys(("vadd", "vsub", "vmul", "vnmul"), Kind.FLOAT_ARITHMETIC),
    **dict.fromkeys(("vcvt", "vcvtr"), Kind.FLOAT_ARITHMETIC),
    **dict.fromkeys(("vdiv", "vsqrt"), Kind.FLOAT_DIVIDE),
    **dict.fromkeys(("vmla", "vmls", "vnmla", "vnmls"), Kind.FLOAT_ACCUMULATE),
    **dict.fromkeys(("vfma", "vfms", "vfnma", "vfnms"), Kind.FLOAT_ACCUMULATE),
}
_STARTS = (
    *(("ldm", Kind.MULTIPLE), ("stm", Kind.MULTIPLE), ("vldm", Kind.MULTIPLE)),
    *(("vstm", Kind.MULTIPLE), ("ldr", Kind.LOAD), ("str", Kind.STORE), ("v", Kind.FLOAT)),
)
_STACK = ("push", "pop", "vpush", "vpop")


@cache
def decode(address: int, code: bytes) -> tuple[Instruction, ...]:
    """The instructions of straight code. Raises UndecodedError where one is unknown."""
    found = tuple(_instruction(each) for each in _decoder.disasm(code, address))
    if sum(each.size for each in found) != len(code):
        end = found[-1].address + found[-1].size if found else address
        raise UndecodedError(f"unknown instruction at 0x{end:08x}")
    return found


def _instruction(raw: capstone.CsInsn) -> Instruction:
    stem = _stem(raw)
    operands = raw.operands
    read, written = raw.regs_access()
    memory = next((o for o in operands if o.type == cs_arm.ARM_OP_MEM), None)
    listed = [o.reg for o in operands if o.type == cs_arm.ARM_OP_REG]
    kind = _kind(stem, listed)
    base = set()
    if memory is not None:
        base = {memory.mem.base, memory.mem.index} - {0, regs.ARM_REG_PC}
    elif kind is Kind.MULTIPLE and stem not in _STACK:
        base = set(listed[:1])
    return Instruction(
        address=raw.address,
        size=raw.size,
        mnemonic=raw.mnemonic,
        kind=kind,
        words=_words(kind, stem, listed),
        base=frozenset(base),
        writes=frozenset(written),
        loads=frozenset(listed[:1] if kind is Kind.LOAD else ()),
        register_offset=memory is not None and memory.mem.index != 0,
        loads_pc=_loads_pc(kind, stem, listed),
        reads=frozenset(read) - (set(listed[:1]) if kind is Kind.FLOAT_ACCUMULATE else set()),
    )


def _loads_pc(kind: Kind, stem: str, listed: list[int]) -> bool:
    loads = (kind is Kind.LOAD and listed[:1] == [regs.ARM_REG_PC]) or (
        kind is Kind.MULTIPLE and stem in ("pop", "ldm", "ldmia", "ldmdb")
    )
    return loads and regs.ARM_REG_PC in listed


def _stem(raw: capstone.CsInsn) -> str:
    """The mnemonic without width, data type and condition."""
    name = str(raw.mnemonic).split(".")[0]
    conditional = raw.cc not in (regs.ARM_CC_AL, regs.ARM_CC_INVALID)
    if conditional and name[-2:] in _CONDITIONS and len(name) > 2:
        name = name[:-2]
    return name


def _kind(stem: str, listed: list[int]) -> Kind:
    if stem.startswith("it") and set(stem[1:]) <= {"t", "e"}:
        return Kind.IT
    if stem == "mov" and listed[:1] == [regs.ARM_REG_PC]:
        return Kind.INDIRECT_BRANCH
    if stem == "vmov" and sum(not _is_float(reg) for reg in listed) == 2:
        return Kind.FLOAT_TRANSFER_PAIR
    starts = (kind for start, kind in _STARTS if stem.startswith(start))
    return _KINDS.get(stem) or next(starts, Kind.DATA)


def _words(kind: Kind, stem: str, listed: list[int]) -> int:
    """Words that a memory instruction moves."""
    if kind not in (Kind.LOAD, Kind.STORE, Kind.PAIR, Kind.MULTIPLE, Kind.FLOAT_LOAD):
        return 0
    if kind in (Kind.LOAD, Kind.STORE, Kind.PAIR):
        return 2 if kind is Kind.PAIR else 1
    moved = listed[1:] if kind is Kind.MULTIPLE and stem not in _STACK else listed
    return sum(2 if regs.ARM_REG_D0 <= reg <= regs.ARM_REG_D31 else 1 for reg in moved)


def _is_float(reg: int) -> bool:
    return bool(
        regs.ARM_REG_S0 <= reg <= regs.ARM_REG_S31 or regs.ARM_REG_D0 <= reg <= regs.ARM_REG_D31
    )
