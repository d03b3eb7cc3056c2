"""The core computes what the architecture says, on the instructions that kernels live on."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.emulator.socs.stm32l4r5 import STM32L4R5
from tests.emulator.conftest import Boot
from tests.emulator.firmware_builder import CORE, build

A, B, C = 0x80FF7F01, 0x7F80FE03, 0x12345678
MASK = 0xFFFFFFFF


def signed(value: int, bits: int) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> bits - 1 else value


def halves(value: int) -> tuple[int, int]:
    return signed(value, 16), signed(value >> 16, 16)


def sxtb16(value: int, rotation: int = 0) -> int:
    value = (value >> rotation | value << 32 - rotation) & MASK
    return signed(value, 8) & 0xFFFF | (signed(value >> 16, 8) & 0xFFFF) << 16


def smlad(a: int, b: int, c: int) -> int:
    (a0, a1), (b0, b1) = halves(a), halves(b)
    return a0 * b0 + a1 * b1 + signed(c, 32)


def smmlar(a: int, b: int, c: int) -> int:
    return (signed(c, 32) * 2**32 + signed(a, 32) * signed(b, 32) + 2**31) >> 32


def bits_of(value: float) -> int:
    return int(struct.unpack("<I", struct.pack("<f", value))[0])


CASES = {
    "smlad %0, %1, %2, %3": smlad(A, B, C),
    "smladx %0, %1, %2, %3": halves(A)[0] * halves(B)[1] + halves(A)[1] * halves(B)[0] + C,
    "smlabb %0, %1, %2, %3": halves(A)[0] * halves(B)[0] + C,
    "smlatt %0, %1, %2, %3": halves(A)[1] * halves(B)[1] + C,
    "smuad %0, %1, %2": smlad(A, B, 0),
    "sxtb16 %0, %1": sxtb16(A),
    "sxtb16 %0, %1, ror #8": sxtb16(A, 8),
    "sxtab16 %0, %2, %1, ror #8": (halves(B)[0] + halves(sxtb16(A, 8))[0] & 0xFFFF)
    | (halves(B)[1] + halves(sxtb16(A, 8))[1] & 0xFFFF) << 16,
    "smmul %0, %1, %2": signed(A, 32) * signed(B, 32) >> 32,
    "smmulr %0, %1, %2": smmlar(A, B, 0),
    "smmlar %0, %1, %2, %3": smmlar(A, B, C),
    "smmla %0, %1, %2, %3": (signed(C, 32) * 2**32 + signed(A, 32) * signed(B, 32)) >> 32,
    "pkhbt %0, %1, %2, lsl #16": A & 0xFFFF | (B << 16 & 0xFFFF0000),
    "pkhtb %0, %1, %2, asr #8": A & 0xFFFF0000 | B >> 8 & 0xFFFF,
    "usat16 %0, #8, %1": 0xFF & min(max(halves(A)[0], 0), 255) | max(halves(A)[1], 0) << 16,
    "ssat16 %0, #8, %1": min(max(halves(A)[0], -128), 127) & 0xFFFF
    | (min(max(halves(A)[1], -128), 127) & 0xFFFF) << 16,
    "ssat %0, #8, %1, asr #4": -128,
    "usat %0, #8, %2, asr #20": 255,
    "sadd16 %0, %1, %2": (halves(A)[0] + halves(B)[0] & 0xFFFF)
    | (halves(A)[1] + halves(B)[1] & 0xFFFF) << 16,
    "qadd %0, %1, %1": -(2**31),
    "qsub16 %0, %1, %2": (min(max(halves(A)[0] - halves(B)[0], -32768), 32767) & 0xFFFF)
    | (min(max(halves(A)[1] - halves(B)[1], -32768), 32767) & 0xFFFF) << 16,
    "sdiv %0, %1, %3": -(-signed(A, 32) // C),
    "udiv %0, %1, %3": A // C,
    "mls %0, %1, %2, %3": C - A * B,
    "clz %0, %3": 3,
    "rbit %0, %1": int(f"{A:032b}"[::-1], 2),
    "sbfx %0, %1, #4, #12": signed(A >> 4, 12),
    "umull r0, %0, %1, %2": A * B >> 32,
    "mov r0, %1\\n mov r1, %2\\n umaal r0, r1, %1, %3\\n mov %0, r1": (A * C + A + B) >> 32,
    "mov r0, %1\\n mov r1, %2\\n smlald r0, r1, %1, %2\\n mov %0, r0": A + smlad(A, B, 0),
    "vmov s0, %3\\n vcvt.f32.s32 s0, s0\\n vmov %0, s0": bits_of(float(C)),
    "vmov s0, %2\\n vcvt.f32.u32 s0, s0\\n vsqrt.f32 s0, s0\\n vmov %0, s0": bits_of(
        struct.unpack("<f", struct.pack("<f", float(B)))[0] ** 0.5
    ),
    "vmov.f32 s0, #3.0\\n vmov.f32 s1, #7.0\\n vfma.f32 s0, s1, s1\\n vmov %0, s0": bits_of(52.0),
    "vmov.f32 s0, #1.0\\n vmov.f32 s1, #3.0\\n vdiv.f32 s0, s0, s1\\n vmov %0, s0": bits_of(1 / 3),
    "cmp %1, %2\\n ite hi\\n movhi %0, #1\\n movls %0, #2": 1,
    "uadd8 r0, %1, %2\\n sel %0, %1, %2": 0x80FF7F03,
}


def uadd8_selection() -> int:
    """SEL takes each byte of A where UADD8 carried out of it, else of B."""
    result = 0
    for byte in range(4):
        a, b = A >> 8 * byte & 0xFF, B >> 8 * byte & 0xFF
        result |= (a if a + b > 0xFF else b) << 8 * byte
    return result


CASES["uadd8 r0, %1, %2\\n sel %0, %1, %2"] = uadd8_selection()


# What the FPv5 of Cortex-M7 and M33 adds.
FPV5_CASES = {
    "vmov s0, %1\\n vmov s1, %3\\n vmaxnm.f32 s0, s0, s1\\n vmov %0, s0": C,
    "vmov.f32 s0, #2.5\\n vrintn.f32 s0, s0\\n vmov %0, s0": bits_of(2.0),
    "vmov.f32 s0, #2.5\\n vcvta.s32.f32 s0, s0\\n vmov %0, s0": 3,
    "cmp %1, %2\\n vmov s0, %1\\n vmov s1, %3\\n vselge.f32 s0, s0, s1\\n vmov %0, s0": C,
}
ARMV8_CASES = {"mov r0, sp\\n push {%1, %2}\\n sub r1, sp, #0\\n lda %0, [r1]\\n mov sp, r0": A}
CORES = {
    "cortex-m4": (CORE, CASES),
    "cortex-m7": (
        ("-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard"),
        CASES | FPV5_CASES,
    ),
    "cortex-m33": (
        ("-mcpu=cortex-m33", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"),
        CASES | FPV5_CASES | ARMV8_CASES,
    ),
}


@contextmanager
def on_core(core: str) -> Iterator[None]:
    """Gives the chip of the NUCLEO-L4R5ZI that core, whatever silicon says."""
    with pytest.MonkeyPatch.context() as patch:
        chip = replace(STM32L4R5, core=core)
        patch.setattr("neurio_gen.emulator.board.soc_named", lambda _: chip)
        yield


def run(folder: Path, body: str, core: str) -> list[bytes]:
    with on_core(core):
        board = EmulatedBoard("nucleo_l4r5zi", build(folder, body, core=CORES[core][0]))
        board.run()
    return board.read().split()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], int]:
    """Every instruction's result by its core, from one run a core."""
    found = {}
    for core, (_, cases) in CORES.items():
        body = "uint32_t result;\n" + "".join(
            f'__asm volatile("{text}" : "=&r"(result) : "r"(0x{A:x}u), "r"(0x{B:x}u), "r"(0x{C:x}u)'
            ' : "r0", "r1", "s0", "s1", "cc"); print_number(result);\n'
            for text in cases
        )
        answers = run(tmp_path_factory.mktemp("simd"), body, core)
        found |= {(core, text): int(answer) for text, answer in zip(cases, answers, strict=True)}
    return found


@pytest.mark.parametrize(
    ("core", "instruction"), [(core, text) for core, (_, cases) in CORES.items() for text in cases]
)
def test_instruction(results: dict[tuple[str, str], int], core: str, instruction: str) -> None:
    """Given fixed operands, when the instruction runs, then its result is the architecture's."""
    assert results[core, instruction] == CORES[core][1][instruction] & MASK


@pytest.mark.parametrize("core", CORES)
def test_interrupts_keep_floats(core: str, tmp_path: Path) -> None:
    """Given a handler that computes floats, when it interrupts, then those before are kept."""
    answers = run(
        tmp_path,
        """static volatile uint32_t ticks; static volatile float f = 1.0f;
        void on_systick(void) { ++ticks; f = f * 1.5f + 1.0f; }
        ---
        SYST_LOAD = 999; SYST_VAL = 0; SYST_CTRL = 7;
        float kept = 2.5f; uint32_t n = 50000;
        __asm volatile("1: subs %0, #1\\n bne 1b" : "+r"(n), "+t"(kept) :: "cc");
        SYST_CTRL = 0; print_number(ticks); print_number((uint32_t)(kept * 10));""",
        core,
    )
    ticks, kept = map(int, answers)
    assert 100 <= ticks <= 103
    assert kept == 25


def test_peripheral_access_in_an_it_block(boot: Boot) -> None:
    """Given conditional accesses to registers, when they run, then their conditions hold."""
    board = boot(
        """RCC_APB1ENR1 |= 1u;
        for (int i = 0; i < 3; ++i) {
            uint32_t value = 7;
            __asm volatile("cmp %1, #1\\n ittt eq\\n ldreq %0, [%2, #0x2c]\\n addeq %0, #2\\n"
                           "streq %0, [%2, #0x2c]" : "+r"(value) : "r"(i), "r"(0x40000000) : "cc");
            print_number(value);
        }
        print_number(TIM2_ARR);"""
    )
    board.run()
    assert board.read().split() == [b"7", b"1", b"7", b"1"]


@pytest.mark.parametrize("native", [True, False], ids=["native", "python"])
@pytest.mark.parametrize("before", [0, 508], ids=["one page", "two pages"])
def test_only_peripheral_access_in_an_it_block(boot: Boot, before: int, native: bool) -> None:
    """Given a block whose first access is conditional, when it runs, then its condition holds.

    With 508 instructions before, the IT lies at the end of 1 KB, where the emulator cuts blocks.
    """
    board = boot(
        f"""__attribute__((noinline, naked, aligned(1024)))
        static uint32_t conditional(uint32_t timer, uint32_t x) {{
            __asm volatile(".rept {before}\\n nop\\n .endr\\n movs r2, #7\\n cmp r1, #1\\n nop\\n"
                           "ittt eq\\n ldreq r2, [r0, #0x2c]\\n addeq r2, #2\\n"
                           "streq r2, [r0, #0x2c]\\n mov r0, r2\\n bx lr");
        }}
        ---
        RCC_APB1ENR1 |= 1u;
        for (uint32_t i = 0; i < 3; ++i) print_number(conditional(0x40000000, i));
        print_number(TIM2_ARR);""",
        native=native,
    )
    board.run()
    assert board.read().split() == [b"7", b"1", b"7", b"1"]
