"""The PlatformIO project of a build: a folder of its own, so that ours may be read-only.

PlatformIO wants to write to a project's folder, and remembers the link to the development platform
by the words of the project file. Ours has a relative link; here it becomes absolute, so that two
checkouts that build in one output folder never take each other's sources.
"""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.build.linked import NOTHING, Linked
from neurio_gen.models.cache import write_atomically
from neurio_gen.resources import firmware_dir, platformio_ini

_LINK = "symlink://firmware/platform"
_ALL_BOARDS = "[env]\n"


def environment_of(board: Board) -> dict[str, str]:
    """Variables that lead PlatformIO to the folder of the board's manifest."""
    return {} if board.folder is None else {"PLATFORMIO_BOARDS_DIR": str(board.folder)}


def write_project(board: Board, workspace: Path, linked: Linked = NOTHING) -> Path:
    """Our project file, in `workspace`, with what is linked.

    A board that has no environment in ours gets one.
    """
    text = platformio_ini().read_text(encoding="utf-8")
    text = text.replace(_LINK, f"symlink://{(firmware_dir() / 'platform').as_posix()}")
    if board.folder is not None:
        text += f"\n[env:{board.id}]\nboard = {board.id}\n"
    if linked.libraries:
        text = text.replace(_ALL_BOARDS, f"{_ALL_BOARDS}{_dependencies(linked)}")
    path = workspace / f"{'-'.join(filter(None, (board.id, linked.variant)))}.ini"
    write_atomically(path, text.encode())
    return path


def _dependencies(linked: Linked) -> str:
    """Settings that have PlatformIO build the libraries, and nothing that it finds by itself."""
    names = "".join(f"    {library}\n" for library in linked.libraries)
    return (
        f"; {linked.identity}\n"
        f"lib_deps =\n{names}"
        "lib_ldf_mode = off\n"
        "lib_compat_mode = off\n"
        "lib_archive = yes\n"
    )
