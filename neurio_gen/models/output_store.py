"""Outputs of reference interpreters, kept between runs: by model, input, interpreter and version.

An SQLite file in the cache. Each row has a digest: one that is damaged counts as none, and a file
that SQLite cannot read is made anew. Where it is larger than LIMIT_BYTES, those rows go that were
asked for longest ago. Nothing that is wrong with the file fails a run: outputs are then computed.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from neurio_gen.models.cache import cache_root

if TYPE_CHECKING:
    from sqlite3 import Connection

Array = npt.NDArray[Any]
T = TypeVar("T")

FOLDER = "outputs"
LIMIT_BYTES = 256 * 1024 * 1024
"""The size of the file at most."""

_KEPT = 0.75  # of the limit, once it was reached
_LARGEST = 0.125  # of the limit, for one row
_WAIT_SECONDS = 5.0
_DAY_SECONDS = 86400
_TABLE = (
    "CREATE TABLE IF NOT EXISTS outputs"
    " (key BLOB PRIMARY KEY, asked INTEGER, digest BLOB, content BLOB)"
)


class OutputStore:
    """The store of a cache folder. Not for use from several threads at once; processes may."""

    def __init__(self, cache_dir: Path | None = None, limit: int = LIMIT_BYTES) -> None:
        """`cache_dir` as in `ModelOptions`. The file is opened when it is first needed."""
        self.path = cache_root(cache_dir) / FOLDER / "outputs.sqlite"
        self._limit = limit
        self._database: Connection | None = None
        self._has_failed = False

    def get(self, key: bytes) -> list[Array] | None:
        """The outputs of a key; None where there are none, or damaged ones."""
        return self._attempt(lambda database: _read(database, key))

    def put(self, key: bytes, outputs: Sequence[Array]) -> None:
        """Keeps the outputs of a key, unless they are very large."""
        content = packed(outputs)
        row = (key, int(time.time()), _digest(key, content), content)
        if len(content) <= self._limit * _LARGEST:
            self._attempt(
                lambda database: database.execute(
                    "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)", row
                )
            )

    def close(self) -> None:
        """Makes room where too much is kept, and closes the file. May be called twice."""
        if self._database is not None:
            self._attempt(lambda database: _make_room(database, self._limit))
        if self._database is not None:
            self._database.close()
            self._database = None

    def _attempt(self, work: Callable[[Connection], T]) -> T | None:
        """What `work` makes of the file; None where something is wrong with that."""
        import sqlite3

        if self._has_failed:
            return None
        try:
            if self._database is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._database = _opened(self.path)
            return work(self._database)
        except (sqlite3.OperationalError, OSError):  # no room, no right to write, others at work
            self._has_failed = True
        except sqlite3.DatabaseError:  # it is damaged, or no database at all
            self._discard()
        return None

    def _discard(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)


def packed(arrays: Sequence[Array]) -> bytes:
    """Arrays as the bytes of an .npz."""
    file = io.BytesIO()
    named = {str(index): array for index, array in enumerate(arrays)}
    np.savez(file, **named)  # type: ignore[arg-type]
    return file.getvalue()


def unpacked(data: bytes) -> list[Array]:
    """What `packed` made."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return [arrays[str(index)] for index in range(len(arrays.files))]


def _opened(path: Path) -> Connection:
    import sqlite3

    database = sqlite3.connect(path, _WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")  # a file that a power cut damages is made anew
    database.execute(_TABLE)
    return database


def _read(database: Connection, key: bytes) -> list[Array] | None:
    row = database.execute(
        "SELECT asked, digest, content FROM outputs WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        return None
    asked, digest, content = row
    if not isinstance(content, bytes) or digest != _digest(key, content):
        return None
    now = int(time.time())
    if now - asked > _DAY_SECONDS:
        database.execute("UPDATE outputs SET asked = ? WHERE key = ?", (now, key))
    return unpacked(content)


def _make_room(database: Connection, limit: int) -> None:
    names = ("page_count", "freelist_count", "page_size")
    pages, free, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
    used = (pages - free) * size
    if used <= limit:
        return
    oldest = database.execute("SELECT key, LENGTH(content) FROM outputs ORDER BY asked, key")
    for key, nbytes in oldest.fetchall():
        if used <= limit * _KEPT:
            break
        database.execute("DELETE FROM outputs WHERE key = ?", (key,))
        used -= nbytes
    database.execute("VACUUM")


def _digest(key: bytes, content: bytes) -> bytes:
    return hashlib.sha256(key + content).digest()
