"""What the cache holds, by kind, and how to empty it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.models.cache import cache_root
from neurio_gen.models.output_store import FOLDER, LIMIT_BYTES
from neurio_gen.models.packaged import FOLDER as PACKAGED
from neurio_gen.results.files import explained

KINDS = {
    "official": "official models, downloaded",
    PACKAGED: "models of packages, downloaded",
    "converted": "models built with Keras and converted to int8",
    FOLDER: f"reference outputs, by model and input; {LIMIT_BYTES >> 20} MB at most",
    "programs": "facts about compiled models, and digests of their sources",
    "estimates": "estimated cycles, by image and input",
    "emulator": "the emulator's compiled instruments",
}
"""The folders of the cache. Nothing else in it is ours."""


@dataclass(frozen=True)
class CachePart:
    """A folder of the cache: how many files, and their size in bytes."""

    path: Path
    description: str
    files: int
    nbytes: int


def cache_parts(chosen: Path | None = None) -> tuple[CachePart, ...]:
    """What the cache holds; folders that are not there hold nothing."""
    return tuple(_part(cache_root(chosen) / name, text) for name, text in KINDS.items())


def clear_cache(chosen: Path | None = None) -> tuple[CachePart, ...]:
    """Empty the cache; what it held. Raises StorageError where a folder cannot be removed."""
    held = cache_parts(chosen)
    for part in held:
        if part.path.is_dir():
            with explained(part.path, "removed"):
                shutil.rmtree(part.path)
    return held


def _part(path: Path, description: str) -> CachePart:
    sizes = [file.stat().st_size for file in path.rglob("*") if file.is_file()]
    return CachePart(path, description, len(sizes), sum(sizes))
