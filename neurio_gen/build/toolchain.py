"""Which compiler builds for a board, as provenance of its results."""

from __future__ import annotations

import subprocess
from functools import lru_cache

from neurio_gen.boards import Board

_SECONDS = 5


@lru_cache
def compiler_version(board: Board) -> str | None:
    """The first line that the board's compiler prints about itself; None where there is none."""
    return version_line([f"{board.toolchain}g++", "--version"])


def version_line(command: list[str]) -> str | None:
    """The first line of what a tool prints about its version; None where it does not answer."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else None
