"""Which models share an image: as many as fit, their code counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.benchmarks import Benchmark, SuiteFacts
from neurio_gen.boards import Board, load_board
from neurio_gen.boards.board import FLASH
from neurio_gen.codegen import ImageModel
from neurio_gen.compiler import compile_model
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.engines.goals import CODE_BYTES
from neurio_gen.models import FileModel
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.pipeline.packing import LAYER_CODE_BYTES, MODEL_CODE_BYTES, pack
from tests.support.quantised_layers import Dense, Quantised, model, random_weights

Item = tuple[Benchmark, ImageModel]
CODE = MODEL_CODE_BYTES + LAYER_CODE_BYTES
"""Of a model of one layer."""


@pytest.fixture(scope="module")
def program() -> AotProgram:
    """Of a model of one layer."""
    dense = Dense(1, random_weights(1, 4, 32), Quantised())
    return AotProgram(compile_model(model(dense), "dense"))


def _items(program: AotProgram, count: int, *, packed: bool = True) -> list[Item]:
    return [_item(program, f"m{number}", SuiteFacts(packed)) for number in range(count)]


def _item(program: AotProgram, name: str, facts: SuiteFacts) -> Item:
    source = FileModel(Path(f"{name}.tflite"))
    benchmark = Benchmark(f"s/{name}", "s", name, "", source, (), facts=facts)
    return benchmark, ImageModel(name, program, InputEncoding.AS_IS, ResultKind.DEQUANTISED)


def _board(room: int) -> Board:
    """A board whose flash has room for so many bytes of models."""
    board = load_board("nucleo_l4r5zi")
    sizes = {FLASH: CODE_BYTES + room}
    memory = [
        region.model_copy(update={"length": sizes.get(region.name, region.length)})
        for region in board.memory
    ]
    return board.model_copy(update={"memory": tuple(memory)})


def _sizes(board: Board, items: list[Item]) -> list[int]:
    return [len(models) for _, models in pack(board, items)]


def test_images_keep_room_for_the_code_that_each_model_adds(program: AotProgram) -> None:
    # given a flash with room for the constants of three models and for what calls two of them
    board = _board(3 * program.constant_bytes + 2 * CODE)
    # then two share an image
    assert _sizes(board, _items(program, 3)) == [2, 1]
    # and three where there is room for the third one's code
    assert _sizes(_board(3 * (program.constant_bytes + CODE)), _items(program, 3)) == [3]


def test_what_is_too_large_for_others_stays_alone(program: AotProgram) -> None:
    assert _sizes(_board(1), _items(program, 2)) == [1, 1]


def test_suites_whose_images_are_measured_have_one_for_each_model(program: AotProgram) -> None:
    names = [name for name, _ in pack(_board(1 << 20), _items(program, 2, packed=False))]
    assert names == ["m0", "m1"]
