"""What would fit where a model does not, computed."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import Board, load_board
from neurio_gen.boards.board import FLASH, RAM
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.engines.goals import CODE_BYTES
from neurio_gen.errors import DoesNotFitError
from neurio_gen.isa import Isa
from neurio_gen.level import Level
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Failed
from neurio_gen.progress import SILENT
from tests.support.quantised_layers import Convolution, Dense, Quantised, model, random_weights


def _outcome(board: Board, path: Path) -> object:
    request = Request(board, (from_file(path),), ModelOptions(), path.parent / "out")
    (item,) = prepare(request, SILENT)
    return item


def _with(board: Board, **lengths: int) -> Board:
    regions = [
        region.model_copy(update={"length": lengths.get(region.name, region.length)})
        for region in board.memory
    ]
    return board.model_copy(update={"memory": tuple(regions)})


def test_smaller_boards_take_kernels_with_smaller_constants(tmp_path: Path) -> None:
    """Given filters whose sums are too large to go in pairs, which takes twice the flash."""
    path = tmp_path / "wide.tflite"
    path.write_bytes(model(Dense(1, random_weights(1, 64, 4096), Quantised())))
    plans = [compile_model(path.read_bytes(), "x", isa) for isa in (Isa.DSP, Isa.GENERIC)]
    constants = [plan.constant_bytes for plan in plans]
    assert constants[0] > 1.5 * constants[1]
    board = _with(load_board("mps2_an386"), **{FLASH: CODE_BYTES + constants[1]})
    assert not isinstance(_outcome(board, path), Failed)
    # where not even these fit, then other boards are named
    failed = _outcome(_with(board, **{FLASH: constants[1] - 1}), path)
    assert isinstance(failed, Failed)
    assert f"needs {constants[1]:,} bytes of flash" in failed.error.message
    assert failed.error.hint is not None
    assert failed.error.hint.startswith(f"Even --optimize size needs {constants[1]:,} bytes of ")
    assert failed.error.hint.endswith("It fits on mps3_an547, nucleo_f411re, nucleo_f446re.")


def test_the_level_size_is_named_where_it_fits(tmp_path: Path) -> None:
    """Given a convolution that slides over strips of the image: scratch that size does without."""
    path = tmp_path / "strips.tflite"
    layer = Convolution((32, 32, 16), random_weights(1, 16, 3, 3, 16), Quantised())
    path.write_bytes(model(layer))
    arenas = [
        compile_model(path.read_bytes(), "x", Isa.MVE, Goal(level)).arena_bytes
        for level in (Level.SIZE, Level.BALANCED)
    ]
    assert arenas[1] > arenas[0]
    board = load_board("mps3_an547")
    failed = _outcome(_with(board, **{RAM: 0}), path)
    assert isinstance(failed, Failed) and isinstance(failed.error, DoesNotFitError)
    needed, saved = failed.error.needed, arenas[1] - arenas[0]
    assert "Even --optimize size" in (failed.error.hint or "")
    # when there is room for all but what the faster kernel's scratch takes
    failed = _outcome(_with(board, **{RAM: needed - saved}), path)
    assert isinstance(failed, Failed)
    assert failed.error.hint is not None
    assert failed.error.hint.startswith("--optimize size needs ")
    assert failed.error.hint.endswith(f" and {needed - saved:,} of RAM, which fit.")
