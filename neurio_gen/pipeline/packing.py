"""Which benchmarks share an image.

Building and flashing once per layer is what makes suites slow, so an image takes as many benchmarks
as the board's flash holds. Their arenas share one buffer. Networks that are measured for their
flash and RAM have an image of their own: their suite says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.image import memory_of
from neurio_gen.engines.goals import CODE_BYTES, harness_ram
from neurio_gen.errors import DoesNotFitError
from neurio_gen.pipeline.placement import keeps_kernels

UNLIMITED_FLASH = 64 * 1024 * 1024
"""Constants per image on a board without limits: a compiler's time is one, too."""

MODEL_CODE_BYTES = 1024
LAYER_CODE_BYTES = 192
"""Of each model in an image, and of each of its layers: more than images were seen to take."""


def check_fit(board: Board, model: ImageModel) -> None:
    """Raises DoesNotFitError where the board cannot hold the model, before anything is built."""
    constants = model.program.constant_bytes
    if board.flash_bytes is not None and constants > board.flash_bytes:
        raise DoesNotFitError(model.id, "flash", constants, board.flash_bytes)
    ram = ram_needed(board, [model])
    if board.ram_bytes is not None and ram > board.ram_bytes:
        raise DoesNotFitError(model.id, "RAM", ram, board.ram_bytes)


def pack(
    board: Board, models: Sequence[tuple[Benchmark, ImageModel]]
) -> Iterator[tuple[str, list[ImageModel]]]:
    """Names of images and the models they hold, in the order given."""
    room = (board.flash_bytes or UNLIMITED_FLASH + CODE_BYTES) - CODE_BYTES
    for (suite, packed), members in groupby(models, _suite):
        if not packed:
            for _, model in members:
                yield model.id, [model]
        else:
            groups = _fill(board, [model for _, model in members], room)
            for number, group in enumerate(groups, start=1):
                yield f"{suite}-{number}", group


def _suite(item: tuple[Benchmark, ImageModel]) -> tuple[str, bool]:
    return item[0].suite, item[0].facts.packed


def ram_needed(board: Board, models: Sequence[ImageModel]) -> int:
    """Bytes of stack, shared buffers and arena, and constants that each model has in RAM."""
    constants = sum(model.program.ram_constant_bytes for model in models)
    return sum(memory_of(models).values()) + constants + board.stack_bytes + harness_ram(board)


def _share(board: Board, models: Sequence[ImageModel]) -> bool:
    """Whether the RAM holds what all of them need there, kernels included."""
    fits = board.ram_bytes is None or ram_needed(board, models) <= board.ram_bytes
    return fits and keeps_kernels(board, models)


def _code_bytes(model: ImageModel) -> int:
    """What a model adds to an image beside its constants: calls, parameters, names, tables."""
    return MODEL_CODE_BYTES + LAYER_CODE_BYTES * len(model.program.layers)


def _fill(board: Board, models: Sequence[ImageModel], room: int) -> list[list[ImageModel]]:
    """Consecutive models whose constants need at most `room` bytes; larger ones stay alone.

    So do models whose constants in RAM leave no room for those of others.
    """
    groups: list[list[ImageModel]] = []
    used = 0
    for model in models:
        constants = model.program.constant_bytes + _code_bytes(model)
        if groups and used + constants <= room and _share(board, [*groups[-1], model]):
            groups[-1].append(model)
            used += constants
        else:
            groups.append([model])
            used = constants
    return groups
