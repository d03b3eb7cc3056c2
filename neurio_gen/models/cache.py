"""Files that are kept between runs: written whole or not at all, checked when read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import platformdirs

ENVIRONMENT = "NEURIO_GEN_CACHE"


def cache_root(chosen: Path | None = None) -> Path:
    """The cache folder: `chosen`, else $NEURIO_GEN_CACHE, else this system's place for caches."""
    named = chosen or os.environ.get(ENVIRONMENT)
    return Path(named) if named else platformdirs.user_cache_path("neurio-gen")


def sha256_of(data: bytes) -> str:
    """SHA-256 of `data` in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def read_checked(path: Path, sha256: str) -> bytes | None:
    """The file's contents if it exists and has that SHA-256, else None."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if sha256_of(data) == sha256 else None


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` so that other processes see the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
