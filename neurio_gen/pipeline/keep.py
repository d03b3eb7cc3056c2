"""Keeps what a request has found: each result is on the disk before the next one is measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neurio_gen.errors import NeurioGenError
from neurio_gen.pipeline.outcome import environment
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
        self._known: dict[str, tuple[Result, NeurioGenError | None]] = {}

    @property
    def results(self) -> tuple[Result, ...]:
        """All results of the request so far, in its order."""
        return tuple(self._known[name][0] for name in self._order if name in self._known)

    @property
    def outcomes(self) -> dict[str, NeurioGenError | None]:
        """What is wrong with each of them, by its benchmark's id."""
        return {name: self._known[name][1] for name in self._order if name in self._known}

    def add(self, result: Result, error: NeurioGenError | None = None) -> None:
        """Stores a result. Raises StorageError; what was stored before is then untouched."""
        self._run.append(result)
        self._known[result.benchmark] = result, error
        self.write_document()

    def take_over(self, before: Resumable) -> None:
        """Counts what was stored earlier as results of the request."""
        self._known |= {name: (entry.result, None) for name, entry in before.known.items()}

    def write_document(self) -> None:
        """Writes the document that was asked for, with the results so far."""
        if self._json is not None:
            write_document(self._json, self.environment, self.results)


@contextmanager
def keeping(
    request: Request, *, before: Resumable | None = None, json: Path | None = None
) -> Iterator[Keeper]:
    """A new run in the request's output, or the one of `before`, which goes on.

    `json` is a file that holds the results as one document. Raises StorageError.
    """
    provenance = environment(request)
    if before is not None:
        run = RunFile.resume(before.run.path, provenance)
    else:
        run = RunFile.create(request.output / "results", provenance)
    with run:
        keeper = Keeper(request, run, provenance, json)
        if before is not None:
            keeper.take_over(before)
        yield keeper
        keeper.write_document()
