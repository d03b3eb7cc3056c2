"""The folder of runs: which there are, and how a person names one."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from neurio_gen.errors import UsageError
from neurio_gen.results import input_log
from neurio_gen.results.files import explained
from neurio_gen.results.schema import Document
from neurio_gen.results.store import SUFFIX, Entry, Run, read_run

LATEST = "latest"
"""Names the newest run."""

_NUMBERED = re.compile(r"(.*?)(?:-(\d+))?")


def run_files(folder: Path) -> tuple[Path, ...]:
    """The files of all runs, the oldest first; none where there is no such folder."""
    return tuple(
        sorted(
            (
                path
                for path in folder.glob(f"*{SUFFIX}")
                if not path.name.endswith(input_log.SUFFIX)
            ),
            key=_age,
        )
    )


def read_runs(folder: Path) -> Iterator[Run]:
    """All runs, the newest first."""
    return (read_run(path) for path in reversed(run_files(folder)))


def find_run(name: str, folder: Path) -> Run:
    """The run that `name` means.

    That is a file (of a run, or one that `--json` wrote), a run's name in `folder`, the beginning
    of one, or `latest`. Raises UsageError where it means none or several.
    """
    path = Path(name)
    if path.is_file():
        return _read(path)
    files = run_files(folder)
    if name == LATEST and files:
        return read_run(files[-1])
    names = {path.name.removesuffix(SUFFIX): path for path in files}
    if name in names:
        return read_run(names[name])
    meant = [known for known in names if name and known.startswith(name)]
    if len(meant) == 1:
        return read_run(names[meant[0]])
    if meant:
        listed = ", ".join(meant[:5])
        raise UsageError(f"{name!r} may be {len(meant)} runs.", hint=f"Which one? {listed}")
    raise UsageError(f"There is no run {name!r} in {folder}.", hint=_hint(name, list(names)))


def _hint(name: str, names: list[str]) -> str:
    if not names:
        return "Nothing was run with this --output yet. `neurio-gen flash-and-run` makes a run."
    near = difflib.get_close_matches(name, names, n=2) or names[-2:]
    return f"`neurio-gen results list` shows all. Did you mean {' or '.join(near)}, or latest?"


def _read(path: Path) -> Run:
    """A run file, or a document that `--json` wrote."""
    if path.name.endswith(SUFFIX):
        return read_run(path)
    try:
        with explained(path, "read"):
            document = Document.model_validate(json.loads(path.read_bytes()))
    except (ValueError, ValidationError, RecursionError) as error:
        raise UsageError(
            f"{path} is no document of results.",
            hint="Name a file that --json wrote, or a run's .jsonl file.",
        ) from error
    entries = tuple(Entry(result, document.environment) for result in document.results)
    return Run(path, (document.environment,), entries)


def _age(path: Path) -> tuple[str, int]:
    """Runs are named after their second; those of one second are numbered."""
    match = _NUMBERED.fullmatch(path.name.removesuffix(SUFFIX))
    stamp, number = match.groups() if match else (path.name, None)
    return stamp, int(number or 1)
