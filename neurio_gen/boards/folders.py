"""Where board manifests lie: with us, in folders that a person names, in installed packages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

from neurio_gen.errors import UsageError
from neurio_gen.installed import entry_points
from neurio_gen.resources import firmware_dir

FOLDERS_VARIABLE = "NEURIO_GEN_BOARDS"
"""Environment variable that names folders of boards, separated as in PATH."""

ENTRY_POINTS = "neurio_gen.boards"
"""Entry point group of packages with boards: a folder's path, or a package that is the folder."""


def manifests_dir() -> Path:
    """The folder of our own board manifests."""
    return firmware_dir() / "platform" / "boards"


def add_folders(folders: Sequence[Path]) -> None:
    """Put folders in front of those that the variable names, for this process and its children."""
    named = [os.environ[FOLDERS_VARIABLE]] if os.environ.get(FOLDERS_VARIABLE) else []
    paths = [str(folder.expanduser().resolve()) for folder in folders]
    os.environ[FOLDERS_VARIABLE] = os.pathsep.join([*paths, *named])


def other_folders() -> tuple[Path, ...]:
    """Folders of boards beside ours: those that are named, then those of installed packages.

    Raises UsageError for a folder that is not there and for a package that names none.
    """
    named = [Path(name) for name in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if name]
    installed = [_folder_of(point) for point in entry_points(ENTRY_POINTS)]
    folders = tuple(dict.fromkeys(folder.expanduser().resolve() for folder in (*named, *installed)))
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                f"There is no folder of boards {folder}.",
                hint=f"Name a folder of manifests by --boards or {FOLDERS_VARIABLE}; "
                "`neurio-gen new-board` begins one.",
            )
    return folders


def _folder_of(point: EntryPoint) -> Path:
    try:
        found = point.load()
        if isinstance(found, ModuleType):
            found = Path(str(found.__file__)).parent
        return Path(found)
    except Exception as error:
        raise UsageError(
            f"The entry point {point.name} of {ENTRY_POINTS} names no folder: {error}.",
            hint=f"It is {point.value}; see docs/add-a-board.md.",
        ) from error
