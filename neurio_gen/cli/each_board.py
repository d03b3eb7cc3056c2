"""A command's work for each board that is named: one that fails leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from neurio_gen.cli.console import print_error
from neurio_gen.cli.groups import Selection
from neurio_gen.errors import EXIT_OK, NeurioGenError


def each_board(selection: Selection, work: Callable[[str], int]) -> int:
    """The worst exit code of `work(board id)`.

    With one board, its errors are raised; with several, they are printed, and the others go on.
    """
    boards = selection.boards
    if len(boards) == 1:
        return work(boards[0])
    code = EXIT_OK
    for board in boards:
        try:
            code = max(code, work(board))
        except NeurioGenError as error:
            print_error(error)
            code = max(code, error.exit_code)
    return code


def file_for(path: Path | None, selection: Selection, board: str) -> Path | None:
    """Where a board's document goes: `results.json`, with several boards `results-BOARD.json`."""
    if path is None or len(selection.boards) == 1:
        return path
    return path.with_name(f"{path.stem}-{board}{path.suffix}")
