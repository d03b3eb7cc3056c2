"""Boards whose manifests are not ours: what PlatformIO is told so that it builds for them, too."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.resources import platformio_ini


def environment_of(board: Board) -> dict[str, str]:
    """Variables that lead PlatformIO to the folder of the board's manifest."""
    return {} if board.folder is None else {"PLATFORMIO_BOARDS_DIR": str(board.folder)}


def write_configuration(board: Board, workspace: Path) -> Path | None:
    """Our project file with an environment for the board; None for boards that have one there."""
    if board.folder is None:
        return None
    path = workspace / f"{board.id}.ini"
    text = platformio_ini().read_text(encoding="utf-8")
    text += f"\n[env:{board.id}]\nboard = {board.id}\n"
    workspace.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
