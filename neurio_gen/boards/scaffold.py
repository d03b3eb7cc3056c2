"""A new board, begun as a copy of one that works: its manifest, and for a new family its code."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurio_gen.boards.board import FLASH, Board
from neurio_gen.boards.folders import manifests_dir
from neurio_gen.boards.lookup import all_boards
from neurio_gen.boards.manifest import SECTION
from neurio_gen.boards.stm32_parts import Stm32Part
from neurio_gen.errors import UsageError
from neurio_gen.resources import firmware_dir

_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Scaffold:
    """What was written: the manifest, and the sources of a new family."""

    manifest: Path
    sources: tuple[Path, ...]


def scaffold_board(
    board_id: str,
    like: Board,
    folder: Path,
    *,
    name: str | None = None,
    family: str | None = None,
    part: Stm32Part | None = None,
) -> Scaffold:
    """Write the manifest of a board that is, for now, in all but its name the board `like`.

    With `part`, its chip and the size of its flash are those of that part number.

    With `family`, the code of that board's own family is copied, too, to `folder`/bsp/`family`, to
    be changed. Raises UsageError for an id that is taken or no identifier, and where files are
    there already.
    """
    for word in filter(None, (board_id, family)):
        if not _ID.fullmatch(word):
            raise UsageError(
                f"{word!r} is no name for a board or family.",
                hint="Lower-case letters, digits and underscores, such as my_board.",
            )
    if any(board.id == board_id for board in all_boards()):
        raise UsageError(f"There is a board {board_id} already.", hint="Choose another id.")
    manifest = folder / f"{board_id}.json"
    contents = json.loads(_manifest_of(like).read_text(encoding="utf-8"))
    contents["name"] = name or f"{board_id} (begun as {like.name})"
    if part is not None:
        _set_part(contents, part)
    sources = _copy_family(contents[SECTION], like, folder, family) if family else ()
    if manifest.exists():
        raise UsageError(f"{manifest} is there already.")
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")
    return Scaffold(manifest, sources)


def _set_part(contents: dict[str, Any], part: Stm32Part) -> None:
    contents["build"]["mcu"] = part.number
    contents["upload"]["maximum_size"] = part.flash_bytes
    for region in contents[SECTION]["memory"]:
        if region["name"] == FLASH:
            region["length"] = part.flash_bytes


def _manifest_of(board: Board) -> Path:
    return (board.folder or manifests_dir()) / f"{board.id}.json"


def _copy_family(own: dict[str, Any], like: Board, folder: Path, family: str) -> tuple[Path, ...]:
    """Copy the last of the board's families, which is its own; the others are shared."""
    old = own["bsp"][-1]
    roots = [like.folder] if like.folder else []
    places = [root / "bsp" / old for root in (*roots, firmware_dir())]
    source = next(place for place in places if place.is_dir())
    target = folder / "bsp" / family
    if target.exists():
        raise UsageError(f"{target} is there already.", hint="Choose another family name.")
    shutil.copytree(source, target)
    copies = tuple(sorted(path for path in target.rglob("*") if path.is_file()))
    for path in copies:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f'"bsp/{old}/', f'"bsp/{family}/'), encoding="utf-8")
    own["bsp"] = [*own["bsp"][:-1], family]
    return copies
