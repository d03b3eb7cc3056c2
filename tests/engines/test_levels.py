"""Level and place of constants are part of what an image was built of."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.compiler.goal import FlashSpeed
from neurio_gen.engines.aot import AotEngine
from neurio_gen.engines.goals import goal_of
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place
from tests.end_to_end.command import neurio_gen
from tests.profiling.conftest import small_model


@pytest.mark.parametrize(
    ("engine", "arguments"),
    [
        (AotEngine(), ()),
        (AotEngine(level=Level.SPEED), ("--optimize", "speed")),
        (AotEngine(constants=Place.RAM), ("--constants", "ram")),
        (AotEngine(code=Place.FLASH), ("--code", "flash")),
        (
            AotEngine(Isa.GENERIC, Level.SIZE, Place.FLASH),
            ("--kernels", "generic", "--optimize", "size", "--constants", "flash"),
        ),
    ],
)
def test_the_options_that_make_an_engine_can_be_told(
    engine: AotEngine, arguments: tuple[str, ...]
) -> None:
    assert engine.arguments == arguments


def test_a_goal_has_the_boards_budgets() -> None:
    board = load_board("nucleo_l4r5zi")
    goal = goal_of(board, Level.SPEED)
    assert goal.flash == FlashSpeed(word_bytes=8, wait_states=5)
    assert goal_of(board.with_flash_banks(1), Level.SPEED).flash == FlashSpeed(16, 5)
    assert goal.flash_bytes is not None
    assert goal.ram_bytes is not None
    assert 0 < goal.flash_bytes < (board.flash_bytes or 0)
    assert 0 < goal.ram_bytes < (board.ram_bytes or 0) - board.stack_bytes


@pytest.mark.parametrize("board", ["mps2_an386", "nucleo_h743zi", "mps3_an547", "native"])
def test_instructions_decide_where_nothing_is_known_of_waits(board: str) -> None:
    goal = goal_of(load_board(board), Level.SPEED)
    assert goal.flash is None
    assert goal.copies_constants == (board == "nucleo_h743zi"), "which has an even faster RAM"


def test_an_image_of_another_level_is_not_flashed(tmp_path: Path) -> None:
    """Given an image with weights in RAM, when flashed as one without, then it is refused."""
    path = tmp_path / "small.tflite"
    path.write_bytes(small_model())
    options = (path, "--board", "nucleo_l4r5zi", "--output", tmp_path / "out")
    built = neurio_gen("build", *options, "--constants", "ram")
    assert built.code == 0, built.err
    other = neurio_gen("flash", *options)
    assert other.code == 1
    assert "was built for the constants ram, not auto" in other.err
    same = neurio_gen("flash", *options, "--constants", "ram", "--method", "nothing")
    assert "was built for" not in same.err
    assert "nothing" in same.err
