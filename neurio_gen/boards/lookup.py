"""Boards by their ids."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from neurio_gen.boards.board import Board
from neurio_gen.boards.folders import manifests_dir, other_folders
from neurio_gen.boards.manifest import read_manifest
from neurio_gen.errors import UsageError

_SHORTEST = 3
"""Letters of a part of a name that boards are looked for by."""


def all_boards() -> tuple[Board, ...]:
    """All boards, sorted by id: ours, and those of other folders and packages.

    Raises UsageError where a manifest is wrong or two boards have one id.
    """
    folders = (manifests_dir(), *other_folders())
    manifests = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    return _read(tuple((path, path.stat().st_mtime_ns) for path in manifests))


def load_board(board_id: str) -> Board:
    """The board of an id. Raises UsageError for an unknown one, with ids that look like it."""
    boards = {board.id: board for board in all_boards()}
    if board_id in boards:
        return boards[board_id]
    near = _near(board_id.lower(), boards)
    meant = f"Did you mean {' or '.join(near)}?" if near else f"Known boards: {', '.join(boards)}."
    raise UsageError(f"There is no board {board_id!r}.", hint=meant)


def _near(wished: str, boards: Mapping[str, Board]) -> list[str]:
    """Ids that look like the wish, or boards whose id, name or chip has it in it, as `pico`."""
    if near := difflib.get_close_matches(wished, boards, n=3, cutoff=0.85):
        return near
    plain = _plain(wished)
    if len(plain) < _SHORTEST:
        return []
    return [
        board.id
        for board in boards.values()
        if any(plain in _plain(text) for text in (board.id, board.name, board.mcu, board.cpu))
    ]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@lru_cache(maxsize=8)
def _read(manifests: tuple[tuple[Path, int], ...]) -> tuple[Board, ...]:
    """The boards of manifests, each with the time of its last change."""
    boards: dict[str, Board] = {}
    for path, _ in manifests:
        board = read_manifest(path)
        if path.parent != manifests_dir():
            board = board.model_copy(update={"folder": path.parent})
        if board.id in boards:
            raise UsageError(
                f"Two boards are called {board.id}; one is {path}.",
                hint="Rename the manifest: its name is the board's id.",
            )
        boards[board.id] = board
    return tuple(boards[board_id] for board_id in sorted(boards))
