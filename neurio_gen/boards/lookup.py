"""Boards by their ids."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from neurio_gen.boards.board import Board
from neurio_gen.boards.manifest import read_manifest
from neurio_gen.errors import UsageError
from neurio_gen.resources import firmware_dir


def manifests_dir() -> Path:
    """The folder of the board manifests."""
    return firmware_dir() / "platform" / "boards"


@lru_cache(maxsize=1)
def all_boards() -> tuple[Board, ...]:
    """All boards, sorted by id. Raises UsageError where a manifest is wrong."""
    return tuple(read_manifest(path) for path in sorted(manifests_dir().glob("*.json")))


def load_board(board_id: str) -> Board:
    """The board of an id. Raises UsageError for an unknown one, with ids that look like it."""
    boards = {board.id: board for board in all_boards()}
    if board_id in boards:
        return boards[board_id]
    near = difflib.get_close_matches(board_id.lower(), boards, n=3, cutoff=0.75)
    meant = f"Did you mean {' or '.join(near)}?" if near else f"Known boards: {', '.join(boards)}."
    raise UsageError(f"There is no board {board_id!r}.", hint=meant)
