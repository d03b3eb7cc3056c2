"""The prefetch unit: three words, a read every cycle that takes two, no fitted constant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.profiling.timing.instructions import Instruction, Kind
from neurio_gen.profiling.timing.prefetch import starvation

SIZES = st.lists(st.tuples(st.sampled_from((2, 4)), st.integers(1, 7)), min_size=1, max_size=40)
OFFSETS = st.sampled_from((0, 2))
NARROW, WIDE = (2, 1), (4, 1)  # bytes and cycles


def starved(address: int, code: Sequence[tuple[int, int]], *, refilled: bool = True) -> int:
    instructions = []
    place = address
    nothing = frozenset[int]()
    for size, _ in code:
        instructions.append(
            Instruction(place, size, "", Kind.DATA, 0, nothing, nothing, nothing, False, False)
        )
        place += size
    return starvation(instructions, [cycles for _, cycles in code], refilled=refilled)


@pytest.mark.parametrize(("row", "cycles"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2)])
def test_rows_of_instructions_across_words_starve(row: int, cycles: int) -> None:
    """Given a row across words behind a narrow one, then from the third on, each second waits.

    By hand: the first two find the words of the refill; the third needs word 3, which is requested
    when word 0 is free, a cycle after the first was decoded, and takes two cycles more.
    """
    assert starved(0x100, [NARROW, *[WIDE] * row]) == cycles


@given(st.integers(1, 60), st.booleans())
def test_aligned_and_narrow_instructions_never_starve(count: int, refilled: bool) -> None:
    for row in ([WIDE] * count, [NARROW] * count, [NARROW, NARROW, WIDE] * count):
        assert starved(0x100, row, refilled=refilled) == 0


def test_a_branch_to_an_instruction_across_words_waits_a_cycle() -> None:
    assert starved(0x102, [WIDE], refilled=True) == 1
    assert starved(0x102, [WIDE], refilled=False) == 0
    assert starved(0x102, [NARROW], refilled=True) == 0


@given(st.integers(1, 50))
def test_a_long_row_runs_at_two_in_three_cycles(pairs: int) -> None:
    """Given 2 n instructions across words in a row, then they starve n cycles, give or take one."""
    assert abs(starved(0x102, [WIDE] * 2 * pairs) - pairs) <= 1


@given(SIZES, OFFSETS)
def test_an_empty_buffer_is_never_better_than_a_full_one(
    code: list[tuple[int, int]], offset: int
) -> None:
    full = starved(0x100 + offset, code, refilled=False)
    empty = starved(0x100 + offset, code, refilled=True)
    assert 0 <= full <= empty <= full + 2


@given(SIZES, OFFSETS)
def test_starving_is_bounded_by_half_a_cycle_an_instruction(
    code: list[tuple[int, int]], offset: int
) -> None:
    wide = sum(size == 4 for size, _ in code)
    assert starved(0x100 + offset, code) <= wide / 2 + 1


@given(SIZES, OFFSETS, st.integers(0, 39))
def test_a_longer_instruction_never_makes_others_starve_more(
    code: list[tuple[int, int]], offset: int, place: int
) -> None:
    """Given an instruction that takes longer, then the unit has more time to read ahead."""
    place %= len(code)
    slower = list(code)
    slower[place] = (code[place][0], code[place][1] + 3)
    assert starved(0x100 + offset, slower) <= starved(0x100 + offset, code)
