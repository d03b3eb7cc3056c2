"""Calls in machine code, for each architecture that boards have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from neurio_gen.emulator.blocks import is_wide


@dataclass(frozen=True)
class Call:
    """A kernel's call: its address, the kernel's, and where it returns to (None: a tail call)."""

    address: int
    target: int
    returns_to: int | None


@dataclass(frozen=True)
class Step:
    """What code begins with: bytes and number of its instructions, and the call that they are."""

    size: int
    instructions: int = 1
    call: Call | None = None


def thumb(address: int, code: bytes) -> Step:
    """BL, or B.W as the last instruction (Armv7-M Architecture Reference Manual, A7.7.12, .18)."""
    first, second = _halfword(code, 0), _halfword(code, 2)
    if not is_wide(first):
        return Step(2)
    if first >> 11 != 0b11110 or second & 0x9000 != 0x9000:
        return Step(4)
    sign = first >> 10 & 1
    i1 = 1 ^ (second >> 13 & 1) ^ sign
    i2 = 1 ^ (second >> 11 & 1) ^ sign
    distance = i1 << 23 | i2 << 22 | (first & 0x3FF) << 12 | (second & 0x7FF) << 1
    target = address + 4 + distance - (sign << 24)
    return Step(4, 1, Call(address, target, address + 4 if second & 0x4000 else None))


def riscv(address: int, code: bytes) -> Step:
    """JAL and J, C.JAL and C.J, AUIPC with JALR (RISC-V Unprivileged ISA, 2.5 and 16.4)."""
    first = _halfword(code, 0)
    if first & 3 != 3:
        if first & 3 != 1 or first >> 13 not in (0b001, 0b101):
            return Step(2)
        back = address + 2 if first >> 13 == 0b001 else None
        return Step(2, 1, Call(address, address + _compressed_distance(first), back))
    word = first | _halfword(code, 2) << 16
    register = word >> 7 & 31
    if word & 0x7F == 0x6F and register in _RETURNS:
        back = address + 4 if register else None
        return Step(4, 1, Call(address, address + _jump_distance(word), back))
    jump = _halfword(code, 4) | _halfword(code, 6) << 16
    if word & 0x7F == 0x17 and jump & 0x707F == 0x67 and jump >> 15 & 31 == register:
        target = address + (word & ~0xFFF) + _signed(jump >> 20, 12) & 0xFFFFFFFF
        back = address + 8 if jump >> 7 & 31 else None
        return Step(8, 2, Call(address + 4, target, back))
    return Step(4)


DECODERS: Mapping[str, Callable[[int, bytes], Step]] = {"EM_ARM": thumb, "EM_RISCV": riscv}
"""By the ELF files' name of the architecture: what the code at an address begins with."""

_RETURNS = (0, 1)  # JAL discards the return address, or leaves it in ra


def _jump_distance(word: int) -> int:
    fields = (word >> 31) << 20 | (word >> 12 & 0xFF) << 12 | (word >> 20 & 1) << 11
    return _signed(fields | (word >> 21 & 0x3FF) << 1, 21)


def _compressed_distance(first: int) -> int:
    """The immediate of C.J: bits 11, 4, 9:8, 10, 6, 7, 3:1 and 5 of the distance in a row."""
    places = (11, 4, 9, 8, 10, 6, 7, 3, 2, 1, 5)
    fields = sum((first >> 12 - index & 1) << place for index, place in enumerate(places))
    return _signed(fields, 12)


def _signed(value: int, bits: int) -> int:
    return value - (1 << bits) if value >> bits - 1 else value


def _halfword(code: bytes, offset: int) -> int:
    return int.from_bytes(code[offset : offset + 2], "little")
