"""What a device found for each input of a data set, kept so that a run can be resumed.

A log is a file of JSON lines. The first says what was run; each further line is one input and is
on the disk before the next input runs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType

from neurio_gen.results.files import StorageError, explained, sync_folder

SUFFIX = ".inputs.jsonl"
SCHEMA = 1

Identity = Mapping[str, str]
"""What results belong to: board, benchmark, image, data. Other values, other results."""

Known = dict[tuple[str, int], tuple[float, ...]]


class InputLog:
    """An open log. `known` holds what it held when it was opened. A context manager."""

    def __init__(self, path: Path, flags: int) -> None:
        """Use `create` or `resume`."""
        self.path = path
        self.known: Known = {}
        with explained(path, "written"):
            self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | flags, 0o666)
            sync_folder(path.parent)

    @classmethod
    def create(cls, folder: Path, identity: Identity) -> InputLog:
        """A new, empty log in `folder`, named after the benchmark and the time."""
        with explained(folder, "made"):
            folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%f")
        name = f"{identity['benchmark'].replace('/', '-')}-{stamp}{SUFFIX}"
        log = cls(folder / name, os.O_CREAT | os.O_EXCL)
        log._write({"schema": SCHEMA, "run": dict(identity)})
        return log

    @classmethod
    def resume(cls, folder: Path, identity: Identity) -> InputLog | None:
        """The newest log in `folder` of the same run; None where there is none."""
        for path in sorted(folder.glob(f"*{SUFFIX}"), key=_age, reverse=True):
            known = _read(path, identity)
            if known is None:
                continue
            log = cls(path, 0)
            log.known = known
            log._end_torn_line()
            return log
        return None

    def append(self, file: str, window: int, scores: tuple[float, ...]) -> None:
        """Stores the result of an input. Raises StorageError; earlier ones are then untouched."""
        self._write({"file": file, "window": window, "scores": scores})

    def close(self) -> None:
        """Closes the file. May be called twice."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __enter__(self) -> InputLog:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self, record: Mapping[str, object]) -> None:
        line = json.dumps(record).encode() + b"\n"
        with explained(self.path, "written"):
            size = os.fstat(self._descriptor).st_size
            try:
                written = 0
                while written < len(line):
                    written += os.write(self._descriptor, line[written:])
                os.fsync(self._descriptor)
            except OSError:
                os.ftruncate(self._descriptor, size)
                raise

    def _end_torn_line(self) -> None:
        """A line that a crash cut short stays by itself; it is not read."""
        with explained(self.path, "written"):
            size = os.fstat(self._descriptor).st_size
            if size and os.pread(self._descriptor, 1, size - 1) != b"\n":
                os.write(self._descriptor, b"\n")


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path, identity: Identity) -> Known | None:
    """What the log of this run holds; None for another run's. Damaged lines count as not run."""
    try:
        with explained(path, "read"):
            header, *lines = path.read_bytes().splitlines() or [b""]
        first = json.loads(header)
        if first["schema"] != SCHEMA or first["run"] != dict(identity):
            return None
    except (StorageError, ValueError, KeyError, TypeError):
        return None
    known: Known = {}
    for line in lines:
        try:
            record = json.loads(line)
            key = (str(record["file"]), int(record["window"]))
            known[key] = tuple(float(score) for score in record["scores"])
        except (ValueError, KeyError, TypeError):
            continue
    return known
