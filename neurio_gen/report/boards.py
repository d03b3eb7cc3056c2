"""Boards of stored results; a run may be of a board that this version does not know."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.boards import Board, all_boards
from neurio_gen.results import Result


def known_board(board_id: str) -> Board | None:
    """The board of an id; None for one that this version does not know."""
    return next((board for board in all_boards() if board.id == board_id), None)


def board_of(board_id: str, results: Sequence[Result]) -> Board:
    """The board as the results have used it: on silicon, or as models of its chip."""
    device = next((result.device for result in results if result.device), None)
    board = known_board(board_id)
    if board is None:
        board = Board(
            id=board_id,
            name="a board that this version does not know",
            vendor="",
            url="",
            mcu="",
            cpu="",
            core="",
            device="serial",
            clock_hz=None,
            memory=(),
            stack_bytes=0,
            baud=115200,
        )
    return board.model_copy(update={"device": device}) if device else board
