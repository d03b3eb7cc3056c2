"""What a board leaves a model, as the compiler takes it."""

from __future__ import annotations

from neurio_gen.boards import Board
from neurio_gen.compiler.goal import FlashSpeed, Goal
from neurio_gen.level import Level, Place
from neurio_gen.profiling.timing.cores import CORES
from neurio_gen.profiling.timing.memory import flash_timing

CODE_BYTES = 96 * 1024
"""Flash kept free for the firmware and all kernels of an image: more than all kernels together."""

HARNESS_RAM = 2048
"""Bytes of RAM that the harness and the C library need beside buffers and stack."""

_LOADED_CODE_RAM = 64 * 1024
"""Bytes of RAM kept free for code that a boot ROM loads there: firmware and kernels."""


def goal_of(board: Board, level: Level, constants: Place = Place.AUTO) -> Goal:
    """A level on a board: its budgets, and the speed of its flash where the core has a model."""
    flash, ram, fast = board.flash_bytes, board.ram_bytes, board.region(board.fast)
    taken = board.stack_bytes + harness_ram(board)
    return Goal(
        level,
        flash=_flash_speed(board),
        flash_bytes=None if flash is None else max(0, flash - CODE_BYTES),
        ram_bytes=None if ram is None else max(0, ram - taken),
        constants=constants,
        fast_bytes=None if fast is None else max(0, fast.length - taken),
    )


def harness_ram(board: Board) -> int:
    """Bytes of RAM that an image needs beside buffers and stack."""
    return HARNESS_RAM + (_LOADED_CODE_RAM if board.code == "loaded" else 0)


def _flash_speed(board: Board) -> FlashSpeed | None:
    if board.cpu not in CORES:
        return None
    try:
        timing = flash_timing(board)
    except KeyError:
        return None
    return FlashSpeed(timing.word_bytes, timing.data_stall) if timing else None
