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


def content_of(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files by their relative paths."""
    if not path.is_dir():
        return sha256_of(path.read_bytes())
    files = sorted(file for file in path.rglob("*") if file.is_file())
    lines = [
        f"{file.relative_to(path).as_posix()} {sha256_of(file.read_bytes())}" for file in files
    ]
    return sha256_of("\n".join(lines).encode())


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
