"""Which code of ours finds things out: what it found is kept by that, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_LEFT_OUT = frozenset({"__pycache__", "data"})
"""Bytecode, and the data files of an installed package, which who needs them names."""


def own_code(*libraries: str) -> str:
    """64 hex digits of this package's files and of the versions of `libraries`.

    Files count by name, size and time of change, which is what Python goes by for its bytecode.
    """
    digest = sha256(_sources().encode())
    for library in libraries:
        digest.update(f"{library} {_version(library)}\0".encode())
    return digest.hexdigest()


@cache
def _sources() -> str:
    digest = sha256()
    for name, file in sorted(_files(str(_PACKAGE))):
        digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in _LEFT_OUT:
                continue
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                yield entry.path, entry.stat()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
