"""Calls in machine code, as an assembler wrote them."""

from __future__ import annotations

import pytest

from neurio_gen.profiling.branches import Call, Step, riscv, thumb


@pytest.mark.parametrize(
    ("address", "code", "step"),
    [
        # jal 80000588, compressed: the top bits of the distance are apart from the others
        (0x80000040, "a123", Step(2, 1, Call(0x80000040, 0x80000588, 0x80000042))),
        # j 80000038, compressed, backwards
        (0x80000040, "e5bf", Step(2, 1, Call(0x80000040, 0x80000038, None))),
        # jal ra, 80000b26
        (0x80000050, "ef00702d", Step(4, 1, Call(0x80000050, 0x80000B26, 0x80000054))),
        # j 80000000
        (0x80000100, "6ff01ff0", Step(4, 1, Call(0x80000100, 0x80000000, None))),
        # auipc ra, 0x1; jalr ra, -16(ra)
        (0x80000000, "97100000e78000ff", Step(8, 2, Call(0x80000004, 0x80000FF0, 0x80000008))),
        # auipc t1, 0xfffff; jr t1
        (0x80002000, "17f3ffff67000300", Step(8, 2, Call(0x80002004, 0x80001000, None))),
        # auipc a0, 0x1; jalr ra, 0(a5): no pair
        (0x80000000, "17150000e7800700", Step(4)),
        (0x80000000, "0111", Step(2)),  # addi sp, sp, -32
        (0x80000000, "37b50080", Step(4)),  # lui a0, 0x8000b
    ],
)
def test_riscv(address: int, code: str, step: Step) -> None:
    assert riscv(address, bytes.fromhex(code)) == step


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("00f080f8", Step(4, 1, Call(0x1000, 0x1104, 0x1004))),  # bl 1104
        ("fff7febf", Step(4, 1, Call(0x1000, 0x1000, None))),  # b.w 1000
        ("08b5", Step(2)),  # push {r3, lr}
        ("40f20000", Step(4)),  # movw r0, #0
    ],
)
def test_thumb(code: str, step: Step) -> None:
    assert thumb(0x1000, bytes.fromhex(code)) == step
