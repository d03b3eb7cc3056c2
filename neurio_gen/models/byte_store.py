"""What was found once and is kept between runs: bytes by a key that says all they depend on.

An SQLite file in the cache. Each row has a digest: one that is damaged counts as none, and a file
that SQLite cannot read is made anew. Where it is larger than its limit, those rows go that were
asked for longest ago. Nothing that is wrong with the file fails a run: what it would have said is
then found out again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from neurio_gen.closing import Closing

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

_KEPT = 0.75  # of the limit, once it was reached
_LARGEST = 0.125  # of the limit, for one row
_WAIT_SECONDS = 5.0
_DAY_SECONDS = 86400


class ByteStore(Closing):
    """A store in a file. Not for use from several threads at once; processes may.

    A context manager, which closes the file.
    """

    def __init__(self, path: Path, limit: int) -> None:
        """`limit` bytes at most. The file is opened when it is first needed.

        The table in it is called as the file is, without its ending.
        """
        self.path = path
        self._limit = limit
        self._database: Connection | None = None
        self._has_failed = False

    def get(self, key: bytes) -> bytes | None:
        """The bytes of a key; None where there are none, or damaged ones."""
        return self._attempt(lambda database: _read(database, self.path.stem, key))

    def put(self, key: bytes, content: bytes) -> None:
        """Keeps the bytes of a key, unless they are very many."""
        row = (key, int(time.time()), _digest(key, content), content)
        if len(content) <= self._limit * _LARGEST:
            self._attempt(
                lambda database: database.execute(
                    f"INSERT OR REPLACE INTO {self.path.stem} VALUES (?, ?, ?, ?)", row
                )
            )

    def close(self) -> None:
        """Makes room where too much is kept, and closes the file. May be called twice."""
        if self._database is not None:
            self._attempt(lambda database: _make_room(database, self.path.stem, self._limit))
        if self._database is not None:
            self._database.close()
            self._database = None

    def _attempt(self, work: Callable[[Connection], T]) -> T | None:
        """What `work` makes of the file; None where something is wrong with that."""
        import sqlite3  # most commands keep nothing

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


def _opened(path: Path) -> Connection:
    import sqlite3

    database = sqlite3.connect(path, _WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")  # a file that a power cut damages is made anew
    database.execute(
        f"CREATE TABLE IF NOT EXISTS {path.stem}"
        " (key BLOB PRIMARY KEY, asked INTEGER, digest BLOB, content BLOB)"
    )
    return database


def _read(database: Connection, table: str, key: bytes) -> bytes | None:
    row = database.execute(
        f"SELECT asked, digest, content FROM {table} WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        return None
    asked, digest, content = row
    if not isinstance(content, bytes) or digest != _digest(key, content):
        return None
    now = int(time.time())
    if now - asked > _DAY_SECONDS:
        database.execute(f"UPDATE {table} SET asked = ? WHERE key = ?", (now, key))
    return content


def _make_room(database: Connection, table: str, limit: int) -> None:
    names = ("page_count", "freelist_count", "page_size")
    pages, free, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
    used = (pages - free) * size
    if used <= limit:
        return
    oldest = database.execute(f"SELECT key, LENGTH(content) FROM {table} ORDER BY asked, key")
    for key, nbytes in oldest.fetchall():
        if used <= limit * _KEPT:
            break
        database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
        used -= nbytes
    database.execute("VACUUM")


def _digest(key: bytes, content: bytes) -> bytes:
    return hashlib.sha256(key + content).digest()
