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

from neurio_gen.results.files import StorageError, explained
from neurio_gen.results.line_file import LineFile

SUFFIX = ".inputs.jsonl"
SCHEMA = 1

Identity = Mapping[str, str]
"""What results belong to: board, benchmark, image, data. Other values, other results."""

Known = dict[tuple[str, int], tuple[float, ...]]


class InputLog(LineFile):
    """An open log. `known` holds what it held when it was opened."""

    def __init__(self, path: Path, flags: int) -> None:
        """Use `create` or `resume`."""
        super().__init__(path, flags)
        self.known: Known = {}

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
            log.end_torn_line()
            return log
        return None

    def append(self, file: str, window: int, scores: tuple[float, ...]) -> None:
        """Stores the result of an input. Raises StorageError; earlier ones are then untouched."""
        self._write({"file": file, "window": window, "scores": scores})

    def _write(self, record: Mapping[str, object]) -> None:
        self.write_line(json.dumps(record))


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
