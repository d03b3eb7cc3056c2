"""Kernels are chosen by predicted cost, within the goal's budgets, the same each time."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.choice import Candidate, Choice, Options
from neurio_gen.compiler.goal import FlashSpeed, Goal
from neurio_gen.compiler.work import Work
from neurio_gen.level import Level

FLASH = FlashSpeed(word_bytes=8, wait_states=5)


@dataclass(frozen=True)
class Fake:
    """A kernel of so much cost, flash and scratch."""

    cycles: float
    flash: int = 100
    scratch: int = 0
    instructions: float = 0.0
    streamed: float = 0.0

    def lower(self, _site: Any) -> Any:
        constant = SimpleNamespace(nbytes=self.flash)
        return SimpleNamespace(constants=(constant,), scratch_bytes=self.scratch)

    def candidate(self) -> Candidate:
        work = Work(self.instructions, self.cycles, self.streamed)
        return Candidate(cast(Any, None), cast(Any, self), work)


TENSORS = 1000  # bytes that live at every step, beside scratch


def choice(rows: list[list[Fake]], goal: Goal) -> Choice:
    options = [Options(tuple(each.candidate() for each in row)) for row in rows]

    def arena_of(calls: Any) -> int:
        return TENSORS + max(call.scratch_bytes for call in calls)

    return Choice(options, goal, arena_of, port_bytes=0)


def chosen(rows: list[list[Fake]], goal: Goal) -> list[Fake]:
    return [cast(Fake, each.kernel) for each in choice(rows, goal).improve()]


def goal(level: Level = Level.SPEED, **budgets: int) -> Goal:
    return Goal(level, flash=FLASH, **budgets)


def test_the_cheapest_kernel_is_taken_where_everything_fits() -> None:
    slow, fast = Fake(900), Fake(300, flash=5000)
    assert chosen([[slow, fast]], goal()) == [fast]
    assert chosen([[fast, slow]], goal()) == [fast]


def test_waits_for_constants_count_where_the_flash_is_slow() -> None:
    """Given a kernel with more instructions but fewer waits, then cycles decide if known."""
    once, often = (
        Fake(500, instructions=500, streamed=80),
        Fake(400, instructions=400, streamed=800),
    )
    assert chosen([[often, once]], goal()) == [once]
    assert chosen([[often, once]], Goal(Level.SPEED, flash=None)) == [often]


def test_balanced_lets_constants_grow_to_twice_their_size() -> None:
    """Given two layers of which one may grow, then the one that saves more for its bytes does."""
    plain = Fake(1000, flash=100)
    rows = [[plain, Fake(800, flash=300)], [plain, Fake(500, flash=300)]]
    assert chosen(rows, goal(Level.BALANCED)) == [plain, rows[1][1]]
    assert chosen(rows, goal(Level.SPEED)) == [rows[0][1], rows[1][1]]
    assert chosen(rows, goal(Level.SIZE)) == [plain, plain]


def test_speed_ends_where_the_board_does() -> None:
    row = [Fake(1000, flash=100), Fake(700, flash=200), Fake(100, flash=4000)]
    assert chosen([row], goal(flash_bytes=4000)) == [row[2]]
    assert chosen([row], goal(flash_bytes=3999)) == [row[1]]
    assert chosen([row], goal(flash_bytes=50)) == [row[0]]


def test_the_arena_grows_by_a_quarter_at_most() -> None:
    row = [Fake(1000), Fake(700, scratch=250), Fake(100, scratch=251)]
    assert chosen([row], goal()) == [row[1]]
    assert chosen([row], goal(Level.SIZE)) == [row[0]]
    assert chosen([row], goal(ram_bytes=1200)) == [row[0]]


def test_a_layout_that_needs_more_than_what_lives_gives_the_least_useful_scratch_back() -> None:
    rows = [[Fake(1000), Fake(700, scratch=250)], [Fake(1000), Fake(100, scratch=250)]]
    made = choice(rows, goal())
    assert [each.scratch_bytes for each in made.improve()] == [250, 250]
    assert not made.withdraw(1250)
    assert made.withdraw(1500)
    assert [each.scratch_bytes for each in made.selected] == [0, 250]
    assert made.withdraw(1300)
    assert not made.withdraw(1300)


def test_kernels_without_predictions_stay() -> None:
    first = Candidate(cast(Any, None), cast(Any, Fake(1)), None)
    other = Fake(0).candidate()
    made = Choice([Options((first, other))], goal(), lambda _calls: 0, port_bytes=0)
    assert made.improve() == [first]


def test_what_the_flash_has_no_room_for_begins_with_smaller_constants() -> None:
    """The operator that saves most by it, and no other where that is enough."""

    def options(flash: int, smaller: int) -> Options:
        kernels = (Fake(1, flash), Fake(2, smaller))
        first, plain = (Candidate(cast(Any, None), cast(Any, each), None) for each in kernels)
        return Options((first,), plain=lambda: (first, plain))

    rows = [options(300, 290), options(2000, 1000), options(400, 200)]

    def flash(**budgets: int) -> list[int]:
        made = Choice(rows, goal(Level.BALANCED, **budgets), lambda _calls: 0, port_bytes=0)
        return [each.flash_bytes for each in made.improve()]

    assert flash() == flash(flash_bytes=2700) == [300, 2000, 400]
    assert flash(flash_bytes=1700) == [300, 1000, 400]
    assert flash(flash_bytes=1600) == [300, 1000, 200]
    # where nothing helps, it is as small as can be: the board is what is said to be too small
    assert flash(flash_bytes=100) == [290, 1000, 200]


FAKES = st.builds(
    Fake,
    cycles=st.integers(1, 1000),
    flash=st.integers(1, 1000),
    scratch=st.integers(0, 500),
    instructions=st.integers(1, 1000),
    streamed=st.integers(0, 1000),
)
ROWS = st.lists(st.lists(FAKES, min_size=1, max_size=4), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(Level), st.integers(1, 5000), st.booleans())
def test_budgets_are_kept_and_nothing_gets_slower(
    rows: list[list[Fake]], level: Level, room: int, timed: bool
) -> None:
    wanted = Goal(level, flash=FLASH if timed else None, flash_bytes=room)
    plain = [row[0] for row in rows]
    taken = chosen(rows, wanted)

    before, after = sum(each.flash for each in plain), sum(each.flash for each in taken)
    growth = level.constants_growth
    assert after <= max(before, min(room, before * growth if growth else room))
    least = max(each.scratch for each in plain) + TENSORS
    assert max(each.scratch for each in taken) + TENSORS <= level.arena_growth * least
    for old, new in zip(plain, taken, strict=True):
        cost_before, cost_after = (
            Work(each.instructions, each.cycles, each.streamed).cost(wanted) for each in (old, new)
        )
        assert cost_after <= cost_before
    assert chosen(rows, wanted) == taken
