"""Basic blocks of code: how many instructions, and which of them insist on alignment.

Unaligned words are fine for LDR and STR on Armv7-M, never for the instructions that move several
words, for the floating-point loads and stores and for the exclusive ones: they take a UsageFault
(Armv7-M Architecture Reference Manual, A3.2.1). Unicorn lets them pass, so they are looked for
here. Most of them can be checked when a block is entered, because their base register reaches
them unchanged or moved by a multiple of four: that is cheap. The others (`late`) are checked when
they are reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import capstone
from capstone import arm as cs_arm
from capstone import arm_const as regs

_ALIGNED = frozenset(
    (
        *("ldm", "ldmdb", "ldrd", "ldrex", "vldr", "vldmia", "vldmdb"),
        *("stm", "stmdb", "strd", "strex", "vstr", "vstmia", "vstmdb"),
    )
)
_ALWAYS_ALIGNED = frozenset([regs.ARM_REG_SP, regs.ARM_REG_PC])
_LR = 14
_MOVES = frozenset(["add", "adds", "addw", "sub", "subs", "subw"])

_decoder = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
_decoder.detail = True


@dataclass(frozen=True)
class AlignedAccess:
    """An instruction whose base register, by its number, must be a multiple of four."""

    address: int
    base: int


@dataclass(frozen=True)
class Block:
    """Straight code that the emulator runs from its first to its last instruction."""

    address: int
    code: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.code)

    @cached_property
    def addresses(self) -> tuple[int, ...]:
        """The addresses of the instructions."""
        return tuple(self.address + offset for offset in _offsets(self.code))

    @property
    def instructions(self) -> int:
        """The number of instructions."""
        return len(self.addresses)

    @cached_property
    def floating_point(self) -> int | None:
        """The address of the first instruction of the FPU (coprocessors 10 and 11)."""
        for address in self.addresses:
            first, second = self._halfwords(address)
            if first & 0xEC00 == 0xEC00 and second & 0x0E00 == 0x0A00:
                return address
        return None

    @cached_property
    def conditional_access(self) -> bool:
        """Whether an IT makes an access to memory conditional; to the stack does not count."""
        covered = 0
        for address in self.addresses:
            first, _ = self._halfwords(address)
            if covered and _may_access(first):
                return True
            covered = _covered_by_it(first) or max(0, covered - 1)
        return False

    @cached_property
    def aligned_accesses(self) -> tuple[tuple[AlignedAccess, ...], tuple[AlignedAccess, ...]]:
        """Accesses to check on entry, and `late` ones to check when they are reached."""
        if not any(_may_insist(self._halfwords(address)[0]) for address in self.addresses):
            return (), ()
        entry: dict[int, AlignedAccess] = {}
        late = []
        unknown: set[int] = set()
        for instruction in _decoder.disasm(self.code, self.address):
            name = instruction.mnemonic.removesuffix(".w").split(".")[0]
            condition = instruction.cc not in (regs.ARM_CC_AL, regs.ARM_CC_INVALID)
            stem = _stem(name, condition)
            base = _base(instruction) if stem in _ALIGNED else None
            if base is not None and base not in _ALWAYS_ALIGNED:
                number = _LR if base == regs.ARM_REG_LR else base - regs.ARM_REG_R0
                if base in unknown or condition:
                    late.append(AlignedAccess(instruction.address, number))
                else:
                    entry.setdefault(number, AlignedAccess(instruction.address, number))
            unknown.update(_disturbed(instruction, stem, base))
        return tuple(entry.values()), tuple(late)

    def _halfwords(self, address: int) -> tuple[int, int]:
        offset = address - self.address
        first = int.from_bytes(self.code[offset : offset + 2], "little")
        second = int.from_bytes(self.code[offset + 2 : offset + 4], "little")
        return first, second


class RiscvBlock(Block):
    """Straight RISC-V code. Its compiler does not use accesses that might be unaligned."""

    @cached_property
    def addresses(self) -> tuple[int, ...]:
        """The addresses of the instructions: of four bytes where the lowest two bits are set."""
        addresses = []
        offset = 0
        while offset < len(self.code):
            addresses.append(self.address + offset)
            offset += 4 if self.code[offset] & 3 == 3 else 2
        return tuple(addresses)

    @cached_property
    def floating_point(self) -> int | None:
        """None: what the core lacks is an illegal instruction."""
        return None

    @cached_property
    def conditional_access(self) -> bool:
        """False: no instruction makes others conditional."""
        return False

    @cached_property
    def aligned_accesses(self) -> tuple[tuple[AlignedAccess, ...], tuple[AlignedAccess, ...]]:
        """None."""
        return (), ()


def is_wide(first_halfword: int) -> bool:
    """Whether a Thumb instruction that begins so takes four bytes (A5.1)."""
    return first_halfword >> 11 in (0b11101, 0b11110, 0b11111)


def _offsets(code: bytes) -> Iterator[int]:
    offset = 0
    while offset < len(code):
        yield offset
        offset += 4 if is_wide(int.from_bytes(code[offset : offset + 2], "little")) else 2


def _may_insist(first: int) -> bool:
    multiple = first >> 12 == 0b1100  # 16-bit LDM and STM
    double = first >> 9 == 0b1110100  # LDM, STM, LDRD, STRD, exclusives
    floating = first >> 9 == 0b1110110  # VLDR, VSTR, VLDM, VSTM
    return multiple or double or floating


def _covered_by_it(first: int) -> int:
    """How many instructions an IT makes conditional; 0 for all others."""
    mask = first & 0xF
    return 5 - (mask & -mask).bit_length() if first >> 8 == 0xBF and mask else 0


def _may_access(first: int) -> bool:
    """Whether an instruction may access what is neither the stack nor beside the code."""
    if not is_wide(first):
        return first >> 12 in (0b0101, 0b0110, 0b0111, 0b1000, 0b1100)
    single = first >> 9 == 0b1111100
    several = first >> 9 in (0b1110100, 0b1110110)  # integer and floating-point registers
    return (single or several) and first & 0xF not in (13, 15)


def _stem(name: str, conditional: bool) -> str:
    if conditional and name[:-2] in _ALIGNED:
        return name[:-2]
    return name


def _base(instruction: capstone.CsInsn) -> int | None:
    for operand in instruction.operands:
        if operand.type == cs_arm.ARM_OP_MEM:
            return int(operand.mem.base)
    first = instruction.operands[0] if instruction.operands else None
    return int(first.reg) if first is not None and first.type == cs_arm.ARM_OP_REG else None


def _disturbed(instruction: capstone.CsInsn, stem: str, base: int | None) -> set[int]:
    """Registers whose lowest two bits may differ afterwards."""
    _, written = instruction.regs_access()
    kept = set()
    operands = instruction.operands
    if stem in _ALIGNED:
        kept.add(base)
        kept -= {operand.reg for operand in _destinations(stem, operands)}
    elif stem in _MOVES and operands[-1].type == cs_arm.ARM_OP_IMM:
        if operands[0].reg == operands[-2].reg and operands[-1].imm % 4 == 0:
            kept.add(operands[0].reg)
    elif instruction.writeback and not _moves_unevenly(instruction):
        kept.add(_base(instruction))
        kept.discard(operands[0].reg if stem.startswith("ldr") else None)
    return set(written) - kept


def _destinations(stem: str, operands: list[cs_arm.ArmOp]) -> list[cs_arm.ArmOp]:
    if stem.startswith("ldm"):
        return operands[1:]
    return operands[: {"ldrd": 2, "ldrex": 1, "strex": 1}.get(stem, 0)]


def _moves_unevenly(instruction: capstone.CsInsn) -> bool:
    last = instruction.operands[-1]
    if last.type == cs_arm.ARM_OP_IMM:  # LDR R0, [R1], #4
        return bool(last.imm % 4)
    return last.type != cs_arm.ARM_OP_MEM or bool(last.mem.index or last.mem.disp % 4)
