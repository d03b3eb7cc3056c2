"""Which emulator runs a board's images, as provenance of its results."""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata

from neurio_gen.boards import Board
from neurio_gen.build.toolchain import version_line


@lru_cache
def emulator_version(board: Board) -> str | None:
    """What the board's emulator calls itself, with its version; None for other devices."""
    if board.device == "emulated":
        return f"Unicorn {metadata.version('unicorn')}"
    if board.emulator is None:
        return None
    return version_line([board.emulator.program, "--version"])
