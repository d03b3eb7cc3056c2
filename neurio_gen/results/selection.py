"""What `A` means in a comparison: a run, a file, a board, or a git revision."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.errors import UsageError
from neurio_gen.results.folder import find_run, read_runs
from neurio_gen.results.latest import device_kind, latest
from neurio_gen.results.schema import Environment
from neurio_gen.results.store import Entry, Run

DIRTY = "-dirty"
_REVISION = re.compile(r"[0-9a-f]{7,40}(-dirty)?")
_GIT_SECONDS = 10


@dataclass(frozen=True)
class Selection:
    """Results that go by one name. `problems` are lines of their files that are damaged."""

    name: str
    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()

    @property
    def devices(self) -> tuple[str, ...]:
        """The kinds of device that the results are of, in order: `silicon`, `emulated`."""
        return tuple(dict.fromkeys(device_kind(entry.result) for entry in self.entries))

    @property
    def boards(self) -> tuple[str, ...]:
        """The boards that the results are of, in order."""
        return tuple(dict.fromkeys(entry.result.board for entry in self.entries))

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that have made the results, in order."""
        return tuple(dict.fromkeys(entry.result.engine for entry in self.entries))

    def as_run(self) -> Run:
        """The same as a run of this name, for what is made of runs."""
        environments: list[Environment] = []
        for entry in self.entries:
            if entry.environment is not None and entry.environment not in environments:
                environments.append(entry.environment)
        return Run(Path(self.name), tuple(environments), self.entries, self.problems)


def select(name: str, folder: Path) -> Selection:
    """The results that `name` means: of a run as `find_run` takes it, a board, or a revision.

    `ENGINE` is all that an engine has run, `BOARD:ENGINE` what it has on a board. Of a board, an
    engine or a revision these are the newest results in `folder` of every benchmark and mode.
    Raises UsageError where it means nothing.
    """
    try:
        run = find_run(name, folder)
    except UsageError as error:
        runs = tuple(read_runs(folder))
        selected = _of_board(name, runs) or _of_engine(name, runs) or _of_revision(name, runs)
        if not selected:
            raise UsageError(
                f"{name!r} is no run, file, board, engine or git revision with results in "
                f"{folder}.",
                hint=error.hint,
            ) from error
        return Selection(name, selected)
    return Selection(run.name, run.entries, run.problems)


def _of_board(name: str, runs: Iterable[Run]) -> tuple[Entry, ...]:
    return _newest(runs, lambda entry: entry.result.board == name)


def _of_engine(name: str, runs: Iterable[Run]) -> tuple[Entry, ...]:
    board, _, engine = name.rpartition(":")
    return _newest(
        runs,
        lambda entry: entry.result.engine == engine and board in ("", entry.result.board),
    )


def _of_revision(name: str, runs: Iterable[Run]) -> tuple[Entry, ...]:
    """Results of a commit; those of a checkout with changes only where there are no others."""
    wanted = name if _REVISION.fullmatch(name) else _commit(name)
    if wanted is None:
        return ()
    runs = tuple(runs)
    clean = _newest(runs, lambda entry: _revision(entry).startswith(wanted) and not _dirty(entry))
    return clean or _newest(
        runs, lambda entry: _revision(entry).startswith(wanted.removesuffix(DIRTY))
    )


def _newest(runs: Iterable[Run], wanted: Callable[[Entry], bool]) -> tuple[Entry, ...]:
    """The newest of each benchmark, board, device, engine and mode; the newest run comes first."""
    entries = [entry for run in reversed(tuple(runs)) for entry in run.entries if wanted(entry)]
    found = latest(
        entries,
        lambda result: (
            *(result.benchmark, result.board, device_kind(result)),
            *(result.engine, result.mode),
        ),
        lambda entry: entry.result,
    )
    return tuple(found[key] for key in sorted(found))


def _revision(entry: Entry) -> str:
    return (entry.environment.git_revision if entry.environment else None) or ""


def _dirty(entry: Entry) -> bool:
    return _revision(entry).endswith(DIRTY)


def _commit(name: str) -> str | None:
    """The commit that a name such as `HEAD~1` or a tag has in the repository one works in."""
    if not re.fullmatch(r"[A-Za-z0-9][\w./~^@-]*", name):
        return None
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"],
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
