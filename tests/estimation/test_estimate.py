"""Estimates: what a plan says is exact, what it costs is near what an emulated board counts."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.boards import load_board
from neurio_gen.compiler import compile_model
from neurio_gen.engines import AotEngine
from neurio_gen.engines.goals import goal_of
from neurio_gen.errors import UsageError
from neurio_gen.estimation import estimate, estimate_plan
from neurio_gen.estimation.features import features_of, lookup_of
from neurio_gen.level import Level
from tests.end_to_end.command import neurio_gen
from tests.support.model_writer import ModelWriter
from tests.support.quantised_layers import Convolution, Quantised, model, random_weights

DOORBELL = Path(__file__).parents[2] / "examples" / "doorbell.tflite"
BOARD = "nucleo_l4r5zi"


@pytest.fixture(scope="module")
def doorbell() -> bytes:
    return DOORBELL.read_bytes()


def test_memory_and_layers_are_those_of_the_plan(doorbell: bytes) -> None:
    board = load_board(BOARD)
    plan = compile_model(doorbell, "doorbell", board.isa, goal_of(board, Level.BALANCED))
    found = estimate(doorbell, board)
    assert found.constant_bytes == plan.constant_bytes
    assert found.arena_bytes == plan.arena_bytes
    assert [each.kernel for each in found.layers] == [layer.kernel for layer in plan.layers]


def test_the_sum_is_what_its_layers_take_and_its_time_is_at_the_boards_clock(
    doorbell: bytes,
) -> None:
    found = estimate(doorbell, BOARD)
    assert found.instructions is not None and found.cycles is not None
    assert found.instructions == round(sum(each.instructions for each in found.layers))
    assert found.cycles > found.instructions
    assert found.latency_us == pytest.approx(found.cycles / 120)


def test_a_portable_dense_layer_costs_as_much_for_each_row() -> None:
    """Given weights with a zero point, which only the portable kernel takes."""

    def instructions(rows: int) -> float:
        writer = ModelWriter()
        x = writer.input((rows, 24), 0.05, -3)
        weights = writer.constant(np.full((6, 24), 9, np.int8), 0.01, 7)
        writer.op("FULLY_CONNECTED", [x, weights, -1], [writer.output((rows, 6), 0.1, 2)])
        (layer,) = estimate(writer.bytes(), BOARD).layers
        assert layer.kernel == "fully_connected_s8"
        return layer.instructions

    # the core executes 1,270 instructions for one row and 14,481 for twelve
    assert 8 < instructions(12) / instructions(1) < 12


@pytest.mark.parametrize("board", ["nucleo_f446re", "nucleo_u575zi_q", "teensy41"])
def test_a_board_without_rates_of_its_own_has_the_instructions_of_its_kernels(
    doorbell: bytes, board: str
) -> None:
    other = estimate(doorbell, board)
    assert other.instructions and other.cycles is None and other.latency_us is None


def test_a_core_that_nobody_has_counted_on_is_refused(doorbell: bytes) -> None:
    with pytest.raises(UsageError, match="no rates of kernels for mps3_an547") as refused:
        estimate(doorbell, "mps3_an547")
    assert BOARD in (refused.value.hint or "")


def test_a_kernel_without_rates_is_named_and_nothing_is_guessed() -> None:
    writer = ModelWriter()
    x = writer.input((1, 8), 0.001, dtype="int16")
    writer.op("ADD", [x, x], [writer.output((1, 8), 0.002, dtype="int16")])
    found = estimate(writer.bytes(), BOARD)
    assert found.unpriced == ("add_s16",)
    assert found.instructions is None and found.cycles is None


def test_a_kernel_whose_rates_are_less_sure_is_named(doorbell: bytes) -> None:
    weights = random_weights(3, 8, 3, 3, 4)  # of eight channels, each filter sees four
    grouped = Convolution((8, 8, 8), weights, Quantised(factors=(0.001,)), padding="SAME")
    assert estimate(model(grouped), BOARD).rough == ("conv_2d_s8",)
    assert estimate(doorbell, BOARD).rough == ()


def test_waits_for_code_are_left_out_where_kernels_run_from_ram(doorbell: bytes) -> None:
    program = AotEngine(level=Level.SPEED).load(doorbell, "doorbell", load_board(BOARD))
    in_flash = replace(program.plan, goal=replace(program.plan.goal, fast_code=False))
    from_ram, slower = (
        estimate_plan(plan, load_board(BOARD)).cycles for plan in (program.plan, in_flash)
    )
    assert from_ram == estimate(doorbell, BOARD, Level.SPEED).cycles
    assert from_ram is not None and slower is not None and from_ram < slower


def test_features_have_one_value_by_either_way(doorbell: bytes) -> None:
    for layer in compile_model(doorbell, "doorbell").layers:
        lookup = lookup_of(layer)
        for name, value in features_of(layer).items():
            assert lookup(name) == value


def test_a_search_can_ask_ten_times_a_second(doorbell: bytes) -> None:
    estimate(doorbell, BOARD)
    begin = time.process_time()
    estimate(doorbell, BOARD)
    assert time.process_time() - begin < 0.1


def test_the_command_prints_a_table_and_writes_json(tmp_path: Path) -> None:
    document = tmp_path / "estimate.json"
    done = neurio_gen(
        *("estimate", str(DOORBELL), "-b", BOARD, "--optimize", "size", "--optimize", "speed"),
        *("--json", str(document)),
    )
    assert done.code == 0, done.out
    assert "nothing was run" in done.out
    records = json.loads(document.read_text())
    assert [record["level"] for record in records] == ["size", "speed"]
    assert all(record["instructions"] > 0 for record in records)
