"""Where a sweep's results are kept: one run per board, each result with the key of its job."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from neurio_gen.closing import Closing
from neurio_gen.models.cache import write_atomically
from neurio_gen.results import Environment, Result, RunFile, read_runs
from neurio_gen.sweep.executors import Done
from neurio_gen.sweep.job import Batch, Job
from neurio_gen.sweep.worker import Answer, answer_of, runs_of
from neurio_gen.workspace import Workspace

JOB = "job"
"""The field of a result's details that holds the key."""

_KEYS = "keys.json"


class Store(Closing):
    """Appends results to the boards' runs. A context manager."""

    def __init__(self, workspace: Workspace, jobs: Iterable[Job], *, resume: bool) -> None:
        self._workspace = workspace
        self._jobs = tuple(jobs)
        self._wanted = {job.key for job in self._jobs}
        self._resume = resume
        self._open: dict[str, RunFile] = {}
        self._stack = ExitStack()

    def close(self) -> None:
        """Closes the files of all runs."""
        self._stack.close()

    def announce(self, batch: Batch) -> None:
        """Writes down which job each benchmark of a batch is, for who resumes after a crash."""
        keys = {job.benchmark.id: job.key for job in batch.jobs}
        write_atomically(runs_of(batch) / _KEYS, json.dumps(keys).encode())

    def begun(self, left: Sequence[Job], output: Path) -> Iterator[Batch]:
        """Batches that a sweep before had announced, and that hold some of what is left to do.

        They are as they were, so that images and figures are those of a sweep that nobody ended.
        """
        missing = {job.key for job in left}
        jobs = {(job.benchmark.id, job.key): job for job in self._jobs}
        for _, keys in self._batches():
            members = [jobs[each] for each in keys.items() if each in jobs]
            todo = {job.key for job in members} & missing
            if todo and len(members) == len(keys):
                missing -= todo
                yield Batch(tuple(members), output, frozenset(keys.values()) - todo)

    def add(self, done: Done) -> dict[str, Result]:
        """Keeps what came of a batch; its results by job key. Raises StorageError."""
        keys = {job.benchmark.id: job.key for job in done.batch.left}
        return self._keep(done.answer, keys, ())

    def take_over(self, known: Iterable[str]) -> dict[str, Result]:
        """Keeps what batches of a sweep that was killed had measured, and nobody had fetched."""
        found: dict[str, Result] = {}
        for folder, keys in self._batches():
            answer = answer_of(folder)
            found |= self._keep(answer, keys, {*known, *found}, only_ok=True)
        return found

    def _batches(self) -> Iterator[tuple[Path, dict[str, str]]]:
        """Folders and jobs of all batches that were announced, the newest first."""
        files = self._workspace.sweep.glob(f"*/{_KEYS}")
        for file in sorted(files, key=lambda each: each.stat().st_mtime_ns, reverse=True):
            try:
                keys = {str(k): str(v) for k, v in json.loads(file.read_text("utf-8")).items()}
            except (OSError, ValueError, AttributeError):
                continue
            if self._wanted & set(keys.values()):
                yield file.parent, keys

    def _keep(
        self,
        answer: Answer,
        keys: dict[str, str],
        known: Sequence[str] | set[str],
        *,
        only_ok: bool = False,
    ) -> dict[str, Result]:
        found = {}
        if answer.environment is None:
            return {}
        environment = Environment.model_validate_json(answer.environment)
        for text in answer.results:
            result = Result.model_validate_json(text)
            key = keys.get(result.benchmark)
            if key is None or key in known or key not in self._wanted:
                continue
            if only_ok and result.status != "ok":
                continue
            result = result.model_copy(update={"details": {**result.details, JOB: key}})
            self._run(result.board, environment).append(result)
            found[key] = result
        return found

    def _run(self, board: str, environment: Environment) -> RunFile:
        if board not in self._open:
            run = self._before(board, environment) if self._resume else None
            run = run or RunFile.create(self._workspace.results, environment)
            self._open[board] = self._stack.enter_context(run)
        return self._open[board]

    def _before(self, board: str, environment: Environment) -> RunFile | None:
        """The newest run that holds jobs of this sweep on the board, to go on with."""
        for run in read_runs(self._workspace.results):
            if any(
                result.board == board and result.details.get(JOB) in self._wanted
                for result in run.results
            ):
                return RunFile.resume(run.path, environment)
        return None
