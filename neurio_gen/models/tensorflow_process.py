"""The processes in which TensorFlow runs, which takes seconds to load: each does several jobs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

from neurio_gen.errors import ModelError
from neurio_gen.models.environment import ENVIRONMENT
from neurio_gen.progress import Progress
from neurio_gen.workers.crew import Crew, Done
from neurio_gen.workers.worker import Worker, WorkerFailureError

SILENCE_SECONDS = 900.0
"""The longest time between two signs of life; the largest model takes some minutes."""

_MEND = (
    "So said Keras, the TFLite converter or a function of yours: mend the model. "
    "docs/own-model.md shows what is converted."
)


class Job(Protocol):
    """What a worker is asked to do: a dataclass, which is pickled."""

    @property
    def label(self) -> str:
        """Its name in progress and errors."""


_JOBS_A_PROCESS = 8
"""At least. TensorFlow takes as long to load as some fifteen models of one layer to build."""

_MOST_PROCESSES = 4
"""Each takes half a gigabyte or more."""


def run(
    module: str, jobs: Sequence[Job], progress: Progress, silence_seconds: float = SILENCE_SECONDS
) -> list[Any]:
    """What each of `jobs` comes to, done by processes that run `module`: by one, if they are few.

    One that fails does not keep the others from being done. Raises ModelError naming those that
    failed, or at once, with the last lines of TensorFlow's log, where a process died.
    """
    answers: dict[int, Any] = {}
    failures: dict[int, ModelError] = {}
    progress.stage("models", "starting TensorFlow")
    workers = [tensorflow_worker(module, silence_seconds) for _ in range(_processes(len(jobs)))]
    with Crew(workers, [(job, f"building {job.label}") for job in jobs]) as crew:
        for event in crew.events():
            if isinstance(event, Done) and event.error is None:
                answers[event.number] = event.answer
            elif isinstance(event, Done):
                failures[event.number] = _failure(event.error)
            done = len(answers) + len(failures)
            progress.stage("models", f"{jobs[event.number].label}, {done} of {len(jobs)} built")
    if failures:
        hints = {error.hint for error in failures.values()}
        only = hints.pop() if len(hints) == 1 else None
        told = [f"  - {jobs[each].label}: {failures[each].message}" for each in sorted(failures)]
        raise ModelError(
            "\n".join(["These models could not be built:", *told]),
            hint=only or _MEND,
        )
    return [answers[number] for number in range(len(jobs))]


def _failure(error: BaseException | None) -> ModelError:
    """A model's own error; raises any other, such as that of a process that has ended."""
    if isinstance(error, ModelError) and not isinstance(error, WorkerFailureError):
        return error
    assert error is not None
    raise error


def _processes(jobs: int) -> int:
    return max(1, min(jobs // _JOBS_A_PROCESS, os.cpu_count() or 1, _MOST_PROCESSES))


def tensorflow_worker(module: str, silence_seconds: float = SILENCE_SECONDS) -> Worker:
    """A process that runs `module`, which may load TensorFlow; it starts when it is needed."""
    return Worker(
        module,
        name="TensorFlow",
        hint="Check the installation: python -c 'import tensorflow'. Is memory short?",
        seconds=silence_seconds,
        environment=ENVIRONMENT,
    )
