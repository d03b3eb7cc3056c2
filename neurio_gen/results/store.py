"""Runs on disk: one file per run, one JSON line per result, written as soon as it exists."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from neurio_gen.results.files import StorageError, explained, write_atomically
from neurio_gen.results.line_file import LineFile
from neurio_gen.results.schema import SCHEMA, Document, Environment, Result

SUFFIX = ".jsonl"


@dataclass(frozen=True)
class Entry:
    """A result and what made it; `environment` is None where its line could not be read."""

    result: Result
    environment: Environment | None


@dataclass(frozen=True)
class Run:
    """What a run file holds. `problems` names the lines that could not be read, and why."""

    path: Path
    environments: tuple[Environment, ...]
    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the run is called: its file's name without the ending."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def results(self) -> tuple[Result, ...]:
        """The results alone."""
        return tuple(entry.result for entry in self.entries)


class RunFile(LineFile):
    """An open run. A line is on the disk when `append` returns.

    A line is `{"schema": 1, "environment": {...}}` or `{"schema": 1, "result": {...}}`; an
    environment holds for the results after it, so a resumed run has several.
    """

    _unwritten: Environment | None = None

    @classmethod
    def create(cls, folder: Path, environment: Environment) -> RunFile:
        """A new run in `folder`, named after the environment's date and, if need be, a number."""
        stamp = environment.date[:19].replace(":", "").replace("-", "")
        with explained(folder, "made"):
            folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            name = stamp if number == 1 else f"{stamp}-{number}"
            try:
                run = cls(folder / f"{name}{SUFFIX}", os.O_CREAT | os.O_EXCL)
            except StorageError as error:
                if not isinstance(error.__cause__, FileExistsError):
                    raise
                number += 1
                continue
            run._write("environment", environment)
            return run

    @classmethod
    def resume(cls, path: Path, environment: Environment) -> RunFile:
        """A run that is there, to append to; it stays as it is where nothing is appended."""
        run = cls(path, 0)
        run._unwritten = environment
        return run

    def append(self, result: Result) -> None:
        """Stores a result. Raises StorageError; what was stored before is then untouched."""
        if self._unwritten is not None:
            self.end_torn_line()
            self._write("environment", self._unwritten)
            self._unwritten = None
        self._write("result", result)

    def _write(self, key: str, record: BaseModel) -> None:
        self.write_line(f'{{"schema":{SCHEMA},"{key}":{record.model_dump_json(by_alias=True)}}}')


def read_run(path: Path) -> Run:
    """A run, as far as its lines can be read. Raises StorageError where the file cannot."""
    with explained(path, "read"):
        content = path.read_bytes()
    environments: list[Environment] = []
    entries: list[Entry] = []
    problems: list[str] = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            record = json.loads(line)
            if record["schema"] != SCHEMA:
                raise ValueError(f"its schema is {record['schema']!r}, not {SCHEMA}")
            if "environment" in record:
                environments.append(Environment.model_validate(record["environment"]))
            else:
                result = Result.model_validate(record["result"])
                entries.append(Entry(result, environments[-1] if environments else None))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            problems.append(f"{path.name}, line {number}: {_reason(error)}")
    return Run(path, tuple(environments), tuple(entries), tuple(problems))


def write_document(path: Path, environment: Environment, results: Sequence[Result]) -> None:
    """Writes what `--json` asks for. Raises StorageError; an old file is then untouched."""
    document = Document(environment=environment, results=tuple(results))
    write_atomically(path, document.to_json())


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    if isinstance(error, json.JSONDecodeError):
        return f"it is cut short or no JSON ({error.msg} at character {error.pos})"
    return str(error) or type(error).__name__
