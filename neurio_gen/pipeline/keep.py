"""Keeps what a request has found: each result is on the disk before the next one is measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neurio_gen.errors import NeurioGenError
from neurio_gen.pipeline.outcome import Outcome, environment
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Environment, Result, RunFile, write_document
from neurio_gen.results.resume import Resumable


class Keeper:
    """Takes the results of a request; `keeping` makes one.

    `path` is the run's file, `environment` what makes the results.
    """

    def __init__(
        self, request: Request, run: RunFile, environment: Environment, json: Path | None
    ) -> None:
        self.path = run.path
        self.environment = environment
        self._order = [benchmark.id for benchmark in request.benchmarks]
        self._run = run
        self._json = json
        self._known: dict[str, Outcome] = {}

    @property
    def results(self) -> tuple[Result, ...]:
        """All results of the request so far, in its order."""
        return tuple(self._known[name].result for name in self._order if name in self._known)

    @property
    def errors(self) -> dict[str, NeurioGenError | None]:
        """What is wrong with each of them, by its benchmark's id; None where nothing is."""
        return {name: self._known[name].error for name in self._order if name in self._known}

    def add(self, outcome: Outcome) -> None:
        """Stores a result. Raises StorageError; what was stored before is then untouched."""
        self._run.append(outcome.result)
        self._known[outcome.result.benchmark] = outcome
        self.write_document()

    def take_over(self, before: Resumable) -> None:
        """Counts what was stored earlier as results of the request."""
        self._known |= {name: Outcome(entry.result) for name, entry in before.known.items()}

    def write_document(self) -> None:
        """Writes the document that was asked for, with the results so far."""
        if self._json is not None:
            write_document(self._json, self.environment, self.results)


@contextmanager
def keeping(
    request: Request,
    *,
    before: Resumable | None = None,
    json: Path | None = None,
    runs: Path | None = None,
) -> Iterator[Keeper]:
    """A new run in the request's output, or the one of `before`, which goes on.

    `json` is a file that holds the results as one document, `runs` the folder of the run, if it is
    not that of the output. Raises StorageError.
    """
    provenance = environment(request)
    if before is not None:
        run = RunFile.resume(before.run.path, provenance)
    else:
        run = RunFile.create(runs or request.workspace.results, provenance)
    with run:
        keeper = Keeper(request, run, provenance, json)
        if before is not None:
            keeper.take_over(before)
        yield keeper
        keeper.write_document()
