"""The process in which TensorFlow runs, which takes seconds to load: it does several jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from neurio_gen.errors import ModelError
from neurio_gen.models.environment import ENVIRONMENT
from neurio_gen.progress import Progress
from neurio_gen.workers.worker import Worker, WorkerFailureError

SILENCE_SECONDS = 900.0
"""The longest time between two signs of life; the largest model takes some minutes."""


class Job(Protocol):
    """What a worker is asked to do: a dataclass, which is pickled."""

    @property
    def label(self) -> str:
        """Its name in progress and errors."""


def run(
    module: str, jobs: Sequence[Job], progress: Progress, silence_seconds: float = SILENCE_SECONDS
) -> list[Any]:
    """What each of `jobs` comes to, done one after the other in one process that runs `module`.

    One that fails does not keep the others from being done. Raises ModelError naming those that
    failed, or at once, with the last lines of TensorFlow's log, where the process died.
    """
    answers: list[Any] = []
    failures: list[str] = []
    hints: set[str | None] = set()
    with Worker(
        module,
        name="TensorFlow",
        hint="Check the installation: python -c 'import tensorflow'. Is memory short?",
        seconds=silence_seconds,
        environment=ENVIRONMENT,
    ) as worker:
        progress.stage("models", "starting TensorFlow")
        worker.start("loading")
        for done, job in enumerate(jobs):
            progress.stage("models", f"{job.label}, {done} of {len(jobs)} built")
            try:
                answers.append(worker.ask(job, f"building {job.label}"))
            except WorkerFailureError:
                raise
            except ModelError as error:
                failures.append(f"  - {job.label}: {error.message}")
                hints.add(error.hint)
            progress.stage("models", f"{job.label}, {done + 1} of {len(jobs)} built")
    if failures:
        only = hints.pop() if len(hints) == 1 else None
        raise ModelError(
            "These models could not be built:\n" + "\n".join(failures),
            hint=only or "Keras, the TFLite converter or TensorFlow's interpreter refused them.",
        )
    return answers
