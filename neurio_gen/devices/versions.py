"""Which emulator runs a board's images, as provenance of its results."""

from __future__ import annotations

from functools import lru_cache

from neurio_gen.boards import Board
from neurio_gen.build.toolchain import version_line


@lru_cache
def emulator_version(board: Board) -> str | None:
    """The first line that the board's emulator prints about itself; None for other devices."""
    if board.emulator is None:
        return None
    return version_line([board.emulator.program, "--version"])
