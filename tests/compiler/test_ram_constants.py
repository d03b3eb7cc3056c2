"""Constants go to RAM as far as there is room, those that save most for each byte first."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.codegen.constants import definition
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.choice import Candidate
from neurio_gen.compiler.goal import FlashSpeed, Goal
from neurio_gen.compiler.ram_constants import layers_in_ram
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place
from tests.profiling.conftest import small_model

FLASH = FlashSpeed(word_bytes=8, wait_states=5)
SLOW = Goal(Level.SPEED, flash=FLASH)


@dataclass(frozen=True)
class Fake:
    """A kernel whose one constant has so many bytes."""

    nbytes: int

    def lower(self, _site: Any) -> Any:
        constants = (SimpleNamespace(nbytes=self.nbytes),) if self.nbytes else ()
        return SimpleNamespace(constants=constants, scratch_bytes=0)


def layer(nbytes: int, streamed: float | None) -> Candidate:
    work = None if streamed is None else Work(0, 0, streamed)
    return Candidate(cast(Any, None), cast(Any, Fake(nbytes)), work)


def test_what_is_read_most_often_goes_first() -> None:
    """Given room for one of two, then the one whose bytes are read more often; 16 are padding."""
    calls = [layer(1000, 2000), layer(1000, 90_000), layer(0, None)]
    assert layers_in_ram(calls, SLOW, 1016) == {1}
    assert layers_in_ram(calls, SLOW, 1015) == frozenset()
    assert layers_in_ram(calls, SLOW, 2032) == {0, 1}


def test_what_is_too_large_leaves_room_for_others() -> None:
    calls = [layer(5000, 500_000), layer(100, 100), layer(100, None)]
    assert layers_in_ram(calls, SLOW, 250) == {1, 2}


@pytest.mark.parametrize(
    ("goal", "copies"),
    [
        (Goal(Level.SPEED, flash=FLASH), True),
        (Goal(Level.SPEED, flash=FlashSpeed(8, 0)), False),
        (Goal(Level.SPEED), False),  # nothing is known of its flash
        (Goal(Level.BALANCED, flash=FLASH), False),
        (Goal(Level.BALANCED, constants=Place.RAM), True),
        (Goal(Level.SPEED, flash=FLASH, constants=Place.FLASH), False),
    ],
)
def test_auto_copies_for_speed_where_flash_is_slower(goal: Goal, copies: bool) -> None:
    assert (layers_in_ram([layer(100, 100)], goal, 1000) != frozenset()) == copies


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.none() | st.integers(0, 10**6)), max_size=12),
    st.integers(0, 20_000),
)
def test_the_room_is_kept(layers: list[tuple[int, int | None]], room: int) -> None:
    calls = [layer(*each) for each in layers]
    chosen = layers_in_ram(calls, SLOW, room)
    assert sum(calls[i].flash_bytes for i in chosen) <= room
    assert chosen == layers_in_ram(calls, SLOW, room)
    left = room - sum(calls[i].flash_bytes + 16 for i in chosen)
    others = [c.flash_bytes for i, c in enumerate(calls) if i not in chosen and c.flash_bytes]
    assert all(nbytes + 16 > left for nbytes in others)


def test_a_plan_says_what_lies_where() -> None:
    """Given a model, a slow flash and room for one layer, then its source has one layer in RAM."""
    whole = compile_model(small_model(), "small", Isa.DSP, Goal(Level.SPEED, FLASH, ram_bytes=9999))
    assert whole.ram_constant_bytes == whole.constant_bytes > 0
    one = whole.layers[0].constant_bytes + 64
    needed = whole.arena_bytes + 6 * 6 * 8 * 5 + 3 * 3 * 8
    part = compile_model(
        small_model(), "small", Isa.DSP, Goal(Level.SPEED, FLASH, ram_bytes=needed + one)
    )
    assert [layer.constants_in_ram for layer in part.layers] == [True, False, False]
    in_ram, in_flash = part.constants[0], part.constants[-1]
    assert " NEURIO_IN_RAM const " in definition(in_ram)
    assert " constexpr " in definition(in_flash)
    plain = compile_model(small_model(), "small", Isa.DSP, Goal(Level.BALANCED, FLASH))
    assert plain.ram_constant_bytes == 0
