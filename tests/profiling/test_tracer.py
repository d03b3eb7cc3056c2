"""What the tracer sees of a program whose behaviour is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.profiling.timing.memory import FlashTiming
from neurio_gen.profiling.tracer import BlockCounts, Trace, Tracer
from tests.emulator.firmware_builder import build

FLASH = FlashTiming(0x08000000, 0x200000, 8, 5, 32, 8, "test")

# `mark` is called before and behind what is looked at.
PROGRAM = """
static const uint32_t table[256] __attribute__((aligned(32))) = {1, 2, 3};
static uint32_t buffer[8];
__attribute__((noinline)) void mark(void) { __asm volatile("" ::: "memory"); }
---
uint32_t sum = 0;
%s
print_number(sum);
"""
STREAM = "mark(); for (int i = 0; i < 256; ++i) { sum += *(volatile const uint32_t*)&table[i]; }"
TWICE = """mark();
for (int turn = 0; turn < 2; ++turn) {
    for (int i = 0; i < LENGTH; ++i) { sum += *(volatile const uint32_t*)&table[i]; }
}"""
UNALIGNED = """mark();
for (int i = 0; i < 10; ++i) {
    uint32_t word;
    __asm volatile("ldr %0, [%1]" : "=r"(word) : "r"((char*)buffer + OFFSET) : "memory");
    sum += word;
}"""


def traced(folder: Path, body: str, *defines: str) -> tuple[BlockCounts, bytes]:
    """All blocks from the last mark on as one, and what the program printed."""
    elf = build(folder, PROGRAM % (body + " mark();"), *defines)
    board = EmulatedBoard("nucleo_l4r5zi", elf)
    taken: list[Trace] = []
    tracer = Tracer(board, FLASH, lambda _address: taken.append(tracer.drain()))
    (mark,) = (each for each in board.image.functions if each.name == "mark")
    tracer.mark(mark.address)
    board.run(lambda: board.unread.endswith(b"\n"))
    total = BlockCounts()
    for counts in taken[1].values():
        total += counts
    return total, board.read()


def test_a_board_whose_tracer_is_removed_runs_on_unwatched(tmp_path: Path) -> None:
    """Given a tracer, when it is removed, then it sees nothing more and the program is the same."""
    board = EmulatedBoard("nucleo_l4r5zi", build(tmp_path, PROGRAM % STREAM))
    marks: list[int] = []
    tracer = Tracer(board, FLASH, marks.append)
    (mark,) = (each for each in board.image.functions if each.name == "mark")
    tracer.mark(mark.address)
    board.run(lambda: bool(marks), max_instructions=100)
    tracer.drain()

    tracer.remove()
    board.run(lambda: board.unread.endswith(b"\n"))

    assert tracer.drain() == {}
    assert marks == []
    assert board.read() == b"6\n"


def test_streamed_constants_miss_once_a_word(tmp_path: Path) -> None:
    """Given 1 KiB of constants read in a row, when traced, then each 64 bits are waited for."""
    counts, printed = traced(tmp_path, STREAM)
    assert 128 <= counts.data_misses <= 130  # and a literal or two
    assert printed == b"6\n"


@pytest.mark.parametrize(("length", "misses"), [(32, 16), (256, 256)])
def test_the_data_cache_keeps_256_bytes(tmp_path: Path, length: int, misses: int) -> None:
    """Given constants read twice, when they fit into 256 bytes, then the second time is free."""
    counts, _ = traced(tmp_path, TWICE, f"LENGTH={length}")
    assert misses <= counts.data_misses <= misses + 2


@pytest.mark.parametrize(("offset", "cycles"), [(0, 0), (1, 20), (2, 10), (3, 20)])
def test_unaligned_words_take_more_transfers(tmp_path: Path, offset: int, cycles: int) -> None:
    """Given a word read ten times, when unaligned, then as bytes and halfwords."""
    counts, _ = traced(tmp_path, UNALIGNED, f"OFFSET={offset}")
    assert counts.unaligned == cycles


def test_loops_stay_in_the_code_cache(tmp_path: Path) -> None:
    """Given a loop of 256 turns, when traced, then it is fetched once and left once."""
    counts, _ = traced(tmp_path, STREAM)
    assert counts.left >= 255
    assert counts.entered == counts.left
    assert counts.code_jumps + counts.code_streams < 20


def test_watching_changes_nothing(tmp_path: Path) -> None:
    """Given stores and loads in If-Then blocks, when traced, then the program computes the same."""
    body = """mark();
    for (int i = 0; i < 16; ++i) {
        __asm volatile("cmp %1, #8\\n ite lt\\n strlt %1, [%2]\\n ldrge %0, [%2]\\n"
                       "it lt\\n addlt %0, #100"
                       : "+r"(sum) : "r"(i), "r"(buffer) : "cc", "memory");
    }"""
    _, printed = traced(tmp_path, body)
    board = EmulatedBoard("nucleo_l4r5zi", tmp_path / "test.elf")
    board.run(lambda: board.unread.endswith(b"\n"))
    assert printed == board.read() == b"7\n"
