"""What would fit where a model does not: the level size on the same board, or other boards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from neurio_gen.boards import Board, all_boards
from neurio_gen.engines import Engine
from neurio_gen.engines.engine import Unsized
from neurio_gen.engines.goals import CODE_BYTES
from neurio_gen.errors import DoesNotFitError, UsageError
from neurio_gen.pipeline.packing import ram_needed
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Compiled

_MOST_NAMED = 3
"""Boards that a hint names."""


def with_advice(request: Request, item: Compiled, error: DoesNotFitError) -> DoesNotFitError:
    """The error with a hint that names what would fit; all that it names was compiled for.

    An engine whose programs only the device can size gets no such hint.
    """
    engine = request.engine.smallest()
    needs = _needs(item, engine, request.board)
    if needs is None:
        return error
    flash, ram = needs
    how = " ".join(engine.arguments)
    least = f"{flash:,} bytes of flash for constants and {ram:,} of RAM"
    if engine != request.engine and _holds(request.board, needs):
        error.hint = f"{how} needs {least}, which fit."
        return error
    boards = ", ".join(board.id for board in _boards(request, item, engine))
    error.hint = f"Even {how} needs {least}. " + (
        f"It fits on {boards}." if boards else "That fits on no board here: use a smaller model."
    )
    return error


def _boards(request: Request, item: Compiled, engine: Engine) -> Iterator[Board]:
    """Some boards that hold the model with this engine, those with the least flash first."""
    others = [board for board in all_boards() if board.id != request.board.id]
    # Kernels differ in how they store weights, but not by half.
    least = item.program.constant_bytes // 2
    able = [board for board in others if board.flash_bytes and board.flash_bytes > least]
    fitting = (
        board
        for board in sorted(able, key=lambda each: (each.flash_bytes or 0, each.id))
        if (needs := _needs(item, engine, board)) is not None and _holds(board, needs)
    )
    return islice(fitting, _MOST_NAMED)


def _needs(item: Compiled, engine: Engine, board: Board) -> tuple[int, int] | None:
    """Bytes of constants and of RAM; None where the engine cannot tell, or not run there."""
    try:
        engine.check(board)
        program = engine.load(item.model.tflite, item.benchmark.id, board)
    except UsageError:
        return None
    if isinstance(program, Unsized):
        return None
    model = Compiled(item.benchmark, item.model, program).image_model
    return program.constant_bytes, ram_needed(board, [model])


def _holds(board: Board, needs: tuple[int, int]) -> bool:
    flash, ram = needs
    room = board.flash_bytes is None or flash + CODE_BYTES <= board.flash_bytes
    return room and (board.ram_bytes is None or ram <= board.ram_bytes)
