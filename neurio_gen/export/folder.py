"""Writing an exported library into a folder, in place of what an earlier export wrote there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from neurio_gen.codegen.files import write_if_changed
from neurio_gen.errors import UsageError
from neurio_gen.export.library import MANIFEST


def check_folder(folder: Path) -> None:
    """Raises UsageError for a folder with files that no export wrote."""
    _written_before(folder)


def write_library(folder: Path, files: Mapping[str, str]) -> None:
    """Write `files`, texts by path below `folder`, and remove those of an earlier export only.

    Files whose text is unchanged are left alone. Raises UsageError as `check_folder` does.
    """
    before = _written_before(folder)
    for path, text in files.items():
        write_if_changed(folder / path, text)
    for path in sorted(before - set(files), reverse=True):
        (folder / path).unlink(missing_ok=True)
        _remove_empty((folder / path).parent, folder)


def _written_before(folder: Path) -> set[str]:
    """What an earlier export wrote, as its manifest lists it; nothing in a new or empty folder."""
    if folder.is_file():
        raise UsageError(f"{folder} is a file.", hint="Name a folder with -o.")
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name) for name in content["files"]}
    except (OSError, ValueError, LookupError, TypeError):
        raise UsageError(
            f"{folder} holds files that no export wrote.", hint="Name a new folder with -o."
        ) from None
    inside = folder.resolve()
    return {name for name in files if (folder / name).resolve().is_relative_to(inside)}


def _remove_empty(directory: Path, top: Path) -> None:
    while directory != top and directory.is_dir() and not any(directory.iterdir()):
        directory.rmdir()
        directory = directory.parent
