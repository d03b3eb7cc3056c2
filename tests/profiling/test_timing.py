"""Cycles of straight code, as Arm's tables and its notes on loads and stores give them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurio_gen.profiling.timing.cores import CORES
from neurio_gen.profiling.timing.instructions import UndecodedError, decode
from neurio_gen.profiling.timing.pipeline import block_timing
from tests.profiling.assembly import assemble

M4, M3 = CORES["cortex-m4"], CORES["cortex-m3"]

SEQUENCES = {
    # The examples of the Cortex-M4 Technical Reference Manual, 3.3.2.
    "ldr r0, [r1]; ldr r1, [r2]": 3,
    "ldr r0, [r1, r2]; str r0, [r3, #20]": 3,
    "ldr r0, [r1, r2]; str r1, [r3, r2]": 3,
    "ldr r0, [r1, r5]; ldr r1, [r2]; ldr r2, [r3, #4]": 4,
    "ldm r0, {r1, r2, r3}": 4,
    "stm r0!, {r1-r8}": 9,
    "ldrd r0, r1, [r2]": 3,
    "str r0, [r1, #4]": 1,
    "str r0, [r1, r2]": 2,
    # An address that was just loaded, or just computed, has to be waited for.
    "ldr r0, [r0]; ldr r1, [r0]": 4,
    "ldr r0, [r1], #4; ldr r2, [r1], #4": 3,
    "add r0, r1, r2; ldr r3, [r0]": 4,
    "add r0, r1, r2; ldr r3, [r4]": 3,
    # Nothing overlaps a store, a pair, or several words.
    "str r0, [r1, #4]; ldr r2, [r3]": 3,
    "ldr r0, [r1]; ldrd r2, r3, [r4]": 5,
    "ldr r0, [r1]; ldm r2, {r3, r4}": 5,
    # Arithmetic: the table of 3.3.1.
    "smlad r0, r1, r2, r0; sxtb16 r1, r1; pkhbt r0, r1, r2": 3,
    "smmulr r0, r1, r2; usat r0, #8, r0; qadd r0, r1, r2": 3,
    "mla r0, r1, r2, r3; umull r0, r1, r2, r3; smlal r0, r1, r2, r3": 3,
    "sdiv r0, r1, r2": 7,
    # If-Then takes no time behind a 16-bit instruction, and its instructions do, run or not.
    "cmp r0, #0; it eq; moveq r0, #1": 2,
    "cmp.w r0, #0; it eq; moveq r0, #1": 3,
    "cmp r0, #0; ite eq; ldreq r1, [r2]; ldrne r1, [r3]": 4,
    # Branches by themselves; refilling the pipeline comes on top.
    "subs r0, #1; bne .": 2,
    "push {r4, lr}": 3,
    "pop {r4, pc}": 4,
    "tbb [pc, r0]": 4,
    # Floating point (7.2.3).
    "vldr s0, [r0]; vadd.f32 s0, s0, s1": 3,
    "vmla.f32 s0, s1, s2; vdiv.f32 s0, s1, s2": 17,
    "vldm r0, {s0-s3}": 5,
    "vmul.f32 s0, s1, s2; vadd.f32 s3, s3, s4": 2,
    "vmul.f32 s0, s1, s2; vadd.f32 s3, s3, s0": 3,
    "vmul.f32 s0, s1, s2; vstr s0, [r0]": 4,
    "vmul.f32 s0, s1, s2; vfma.f32 s0, s3, s4": 4,
    "vmul.f32 s0, s1, s2; vfma.f32 s3, s0, s4": 5,
    "vdiv.f32 s0, s1, s2; vadd.f32 s3, s0, s4": 16,
    "vmov r0, s0; vmov s0, s1, r0, r1": 3,
}


@pytest.mark.parametrize(("code", "cycles"), SEQUENCES.items(), ids=SEQUENCES)
def test_documented_sequences(code: str, cycles: int) -> None:
    """Given a sequence, when timed on a Cortex-M4, then it takes what Arm says."""
    assert block_timing(M4, 0, assemble(code)).straight == cycles


def test_multiplies_of_the_cortex_m3_take_longer() -> None:
    """Given multiply-accumulates, when timed on a Cortex-M3, then they take its own time."""
    code = assemble("mla r0, r1, r2, r3; smull r0, r1, r2, r3; smlal r0, r1, r2, r3")
    assert block_timing(M3, 0, code).straight == 2 + 4 + 5


@pytest.mark.parametrize(
    ("code", "leaving"),
    [
        *(("b .", 1), ("cbz r0, .+10", 1), ("bx lr", 2), ("pop {r4, pc}", 2)),
        ("tbb [pc, r0]", 2),
    ],
)
def test_refilling_the_pipeline(code: str, leaving: int) -> None:
    """Given a block that ends in a branch, when it is taken, then an early target costs less."""
    assert block_timing(M4, 0, assemble(code)).leaving == leaving


def test_targets_across_two_words_cost_more() -> None:
    """Given a 32-bit instruction as a target, when it lies across words, then one cycle more."""
    code = assemble("add.w r0, r1, r2")
    assert block_timing(M4, 0x100, code).entering == 0
    assert block_timing(M4, 0x102, code).entering == 1
    assert block_timing(M4, 0x102, assemble("adds r0, #1")).entering == 0


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 9))
def test_independent_loads_overlap(count: int) -> None:
    """Given loads in a row from one base, when timed, then each but the first takes a cycle."""
    code = ";".join(f"ldr r{1 + i % 6}, [r0, #{4 * i}]" for i in range(count))
    assert block_timing(M4, 0, assemble(code)).straight == count + 1


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(("adds r0, #1", "smlad r0, r1, r2, r3", "sxtb16 r4, r5", "mul r0, r1, r2")),
        min_size=1,
        max_size=12,
    )
)
def test_arithmetic_takes_a_cycle_each(code: list[str]) -> None:
    """Given arithmetic only, when timed, then cycles are instructions."""
    assert block_timing(M4, 0, assemble(";".join(code))).straight == len(code)


def test_unknown_code_is_refused() -> None:
    """Given code that is no instruction, when timed, then it is refused, with its address."""
    with pytest.raises(UndecodedError, match="0x00000040"):
        decode(0x40, bytes.fromhex("ffffffff"))
