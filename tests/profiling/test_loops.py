"""Loops in assembly whose cycles follow from the rules by hand: traced, then timed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.profiling.timing.cores import CORES
from neurio_gen.profiling.timing.estimate import Cycles, TimingModel
from neurio_gen.profiling.timing.instructions import UndecodedError
from neurio_gen.profiling.timing.memory import FlashTiming
from neurio_gen.profiling.tracer import BlockCounts, Trace, Tracer
from tests.emulator.firmware_builder import build

TURNS = 100
FLASH = FlashTiming(0x08000000, 0x200000, 8, 5, 32, 8, "test")

# The loop is called with a pointer to constants in r0 and one to variables in r1. What is looked
# at are the second and third call: some turns, and twice as many, so that their difference has no
# beginning and no end.
PROGRAM = r"""
const uint32_t table[1024] __attribute__((aligned(4096))) = {{1}};
uint32_t buffer[64];
__attribute__((noinline)) void mark(void) {{ __asm volatile("" ::: "memory"); }}
void loop(const void*, void*, uint32_t);
__asm(".text\n .syntax unified\n .thumb\n .thumb_func\n .global loop\n .balign 32\n"
      ".type loop, %function\n loop: push {{r4-r6, lr}}\n nop.w\n .balign 32\n"
      "1: {body}\n subs r2, #1\n bne 1b\n pop {{r4-r6, pc}}\n .size loop, .-loop\n");
---
loop(table, buffer, {turns});
mark();
loop(table, buffer, {turns});
mark();
loop(table, buffer, 2 * {turns});
mark();
print_number(buffer[1]);
"""


@dataclass(frozen=True)
class Traced:
    """Two traces of a loop, the second of twice as many turns, and the board that has its code."""

    traces: tuple[Trace, Trace]
    board: EmulatedBoard

    def turn(self, flash: FlashTiming | None = None, core: str = "cortex-m4") -> float:
        """Estimated cycles of a turn."""
        once, twice = (self._estimate(trace, flash, core).total for trace in self.traces)
        return (twice - once) / TURNS

    def _estimate(self, trace: Trace, flash: FlashTiming | None, core: str) -> Cycles:
        def code(address: int, size: int) -> bytes:
            return bytes(self.board.engine.mem_read(address, size))

        return TimingModel(CORES[core], flash).estimate(trace, code)


def traced(folder: Path, body: str, flash: FlashTiming = FLASH) -> Traced:
    text = r"\n ".join(body.split("; "))
    elf = build(folder, PROGRAM.format(body=text, turns=TURNS))
    board = EmulatedBoard("nucleo_l4r5zi", elf)
    functions = {each.name: each for each in board.image.functions}
    loop = functions["loop"]
    taken: list[Trace] = []

    def on_mark(_address: int) -> None:
        trace = tracer.drain().items()
        inside = {key: counts for key, counts in trace if 0 <= key[0] - loop.address < loop.size}
        taken.append(inside)

    tracer = Tracer(board, flash, on_mark)
    tracer.mark(functions["mark"].address)
    board.run(lambda: board.unread.endswith(b"\n"))
    return Traced((taken[1], taken[2]), board)


WIDE = "add.w r3, r3, #1; "
LOOPS = {
    # One cycle each, two for the taken branch.
    "adds r3, #1; adds r3, #1": 2 + 1 + 2,
    f"{WIDE}add.w r4, r4, #1": 2 + 1 + 2,
    # Three across words in a row: the third starves a cycle, and so does the fifth.
    f"nop; {WIDE * 2}nop": 4 + 1 + 2,
    f"nop; {WIDE * 3}nop": 5 + 1 + 1 + 2,
    f"nop; {WIDE * 6}nop": 8 + 2 + 1 + 2,
    # Behind a load of two words (three cycles), the unit has caught up.
    f"nop; ldrd r5, r6, [r1]; {WIDE * 2}nop": 1 + 3 + 2 + 1 + 1 + 2,
    # Loads from one bus overlap, from two they do not.
    "ldr r3, [r1]; ldr r4, [r1, #4]": 2 + 1 + 1 + 2,
    "ldr r3, [r0]; ldr r4, [r0, #4]": 2 + 1 + 1 + 2,
    "ldr r3, [r0]; ldr r4, [r1]": 2 + 2 + 1 + 2,
    "ldr r3, [r1]; ldr r4, [r0]; ldr r5, [r1]": 2 + 2 + 2 + 1 + 2,
    # A store overlaps a load on whichever bus.
    "ldr r3, [r0]; str r3, [r1, #4]": 2 + 1 + 1 + 2,
    # Apart, it makes no difference.
    "ldr r3, [r0]; nop; ldr r4, [r1]": 2 + 1 + 2 + 1 + 2,
}


@pytest.mark.parametrize(("body", "cycles"), LOOPS.items(), ids=range(len(LOOPS)))
def test_loops_on_the_cortex_m4(tmp_path: Path, body: str, cycles: int) -> None:
    """Given a loop in cached flash, when timed, then a turn takes what the rules add up to."""
    found = traced(tmp_path, body)
    assert found.turn() == cycles
    assert found.turn(FLASH) == cycles


def test_loops_on_the_cortex_m0plus(tmp_path: Path) -> None:
    """Given code that an M0+ has, too, then table 3-1: loads 2, several words 1 + N, branch 2."""
    found = traced(
        tmp_path, "ldr r3, [r1]; ldr r4, [r0]; str r3, [r1]; muls r3, r4; ldm r1, {r3-r6}"
    )
    assert found.turn(core="cortex-m0plus") == 2 + 2 + 2 + 1 + 5 + 1 + 2


# Of 32 words, 8 apart: each in a line of its own, one of eight reads of 64 bits.
STREAM = "and r3, r2, #31; lsl r3, r3, #5; ldr r4, [r0, r3]"


@pytest.mark.parametrize(
    ("flash", "misses"),
    [
        (FLASH, 1),  # 32 lines do not fit into 8
        (replace(FLASH, data_cache_lines=32), 0),
        (replace(FLASH, data_cache_lines=32, ways=2), 0),
        (replace(FLASH, data_cache_lines=16, ways=2), 1),
        (replace(FLASH, unified=True, code_cache_lines=64), 0),
        (replace(FLASH, data_cache_lines=0), 1),
    ],
)
def test_constants_beyond_the_cache_are_waited_for(
    tmp_path: Path, flash: FlashTiming, misses: int
) -> None:
    found = traced(tmp_path, STREAM, flash)
    core = found.turn()
    assert found.turn(flash) == pytest.approx(core + 5 * misses, abs=0.5)
    slow = replace(flash, data_wait_states=7)
    assert found.turn(slow) == pytest.approx(core + 7 * misses, abs=0.5)


# A byte of each of eight neighbours: 64 bits are two words of 32 bits, 128 are four.
WORDS = "and r3, r2, #255; lsl r3, r3, #2; ldr r4, [r0, r3]"


@pytest.mark.parametrize(("word_bytes", "turns_a_miss"), [(8, 2), (16, 4)])
def test_one_bank_waits_half_as_often(tmp_path: Path, word_bytes: int, turns_a_miss: int) -> None:
    """Given constants that stream, when read in 128 bits, then half as many words are missed."""
    flash = replace(FLASH, word_bytes=word_bytes)
    found = traced(tmp_path, WORDS, flash)
    assert found.turn(flash) == pytest.approx(found.turn() + 5 / turns_a_miss, rel=0.05)


def test_code_without_prefetch_waits_for_each_word(tmp_path: Path) -> None:
    """Given a loop of 2 KiB, which a cache of 1 KiB cannot keep, then each word is waited for.

    With prefetch for 6 - 3 cycles, without it for all 5.
    """
    found = traced(tmp_path, "; ".join(["nop.w"] * 512))
    core, words = found.turn(), 512 * 4 / 8
    assert found.turn(FLASH) == pytest.approx(core + 3 * words, rel=0.02)
    assert found.turn(replace(FLASH, prefetch=False)) == pytest.approx(core + 5 * words, rel=0.02)


def test_code_beside_data_on_the_system_bus_has_no_estimate() -> None:
    """Given code in RAM at 0x20000000, then only the core with one bus for all has a timing."""
    trace = {(0x2000_0000, 2): BlockCounts(executions=3)}
    nop = (0xBF00).to_bytes(2, "little")
    with pytest.raises(UndecodedError, match="system bus"):
        TimingModel(CORES["cortex-m4"], None).estimate(trace, lambda *_: nop)
    assert TimingModel(CORES["cortex-m0plus"], None).estimate(trace, lambda *_: nop).total == 3
    on_code_bus = {(0x1000_0000, 2): BlockCounts(executions=3)}
    assert TimingModel(CORES["cortex-m4"], FLASH).estimate(on_code_bus, lambda *_: nop).core == 3
