"""The PlatformIO project of a build: a folder of its own, so that ours may be read-only.

PlatformIO wants to write to a project's folder, and remembers the link to the development platform
by the words of the project file. Ours has a relative link; here it becomes absolute, so that two
checkouts that build in one output folder never take each other's sources.
"""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.models.cache import write_atomically
from neurio_gen.resources import firmware_dir, platformio_ini

_LINK = "symlink://firmware/platform"


def environment_of(board: Board) -> dict[str, str]:
    """Variables that lead PlatformIO to the folder of the board's manifest."""
    return {} if board.folder is None else {"PLATFORMIO_BOARDS_DIR": str(board.folder)}


def write_project(board: Board, workspace: Path) -> Path:
    """Our project file, in `workspace`, with an environment for a board that has none in it."""
    text = platformio_ini().read_text(encoding="utf-8")
    text = text.replace(_LINK, f"symlink://{(firmware_dir() / 'platform').as_posix()}")
    if board.folder is not None:
        text += f"\n[env:{board.id}]\nboard = {board.id}\n"
    path = workspace / f"{board.id}.ini"
    write_atomically(path, text.encode())
    return path
