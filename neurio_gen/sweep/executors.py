"""Who does the batches: processes of this computer, or the workers of a Dask cluster."""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from neurio_gen.errors import NeurioGenError, UsageError
from neurio_gen.sweep.job import Batch
from neurio_gen.sweep.worker import Answer, answer_of, begin_worker, run_batch, runs_of

TRIES = 3
"""How often a batch is begun whose worker dies."""


@dataclass(frozen=True, eq=False)
class Done:
    """A batch that has ended, and what came of it."""

    batch: Batch
    answer: Answer


class Executor(ABC):
    """Does batches side by side. What a worker that dies had begun is begun again."""

    @property
    @abstractmethod
    def workers(self) -> int:
        """How many batches run at once."""

    @abstractmethod
    def run(self, batches: Sequence[Batch]) -> Generator[Done, None, None]:
        """Each batch as it ends; closing it ends the workers."""


class LocalProcesses(Executor):
    """Processes of this computer, a core each."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or os.cpu_count() or 1

    @property
    def workers(self) -> int:
        """As many as cores, or as asked for."""
        return self._workers

    def run(self, batches: Sequence[Batch]) -> Generator[Done, None, None]:
        """See Executor."""
        left = dict.fromkeys(batches, TRIES)
        while left:
            pool = ProcessPoolExecutor(
                min(self._workers, len(left)), get_context("spawn"), begin_worker, (os.getpid(),)
            )
            children = pool._processes  # the only way to end them at once
            try:
                with _main_left_alone():
                    running = {pool.submit(run_batch, batch): batch for batch in left}
                for done in _ended(running, left):
                    left.pop(done.batch, None)
                    yield done
            finally:
                for child in list(children.values()):
                    child.terminate()
                pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _main_left_alone() -> Iterator[None]:
    """Has processes that start now not run the user's script again: they need nothing of it."""
    attributes = vars(sys.modules["__main__"])
    hidden: dict[str, Any] = {
        name: attributes.pop(name) for name in ("__file__", "__spec__") if name in attributes
    }
    attributes["__spec__"] = None
    try:
        yield
    finally:
        attributes.update(hidden)


def _ended(running: dict[Future[Answer], Batch], left: dict[Batch, int]) -> Iterator[Done]:
    """What ends, until a worker dies: the pool is then of no more use."""
    waiting = set(running)
    while waiting:
        ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        broken = False
        for future in ended:
            batch = running[future]
            try:
                yield Done(batch, future.result())
            except BrokenExecutor:
                broken = True
                left[batch] -= 1
                if left[batch] == 0:
                    yield Done(batch, died(batch))
        if broken:
            return


def died(batch: Batch) -> Answer:
    """What is left of a batch whose worker died again and again: what it had kept."""
    error = NeurioGenError(
        f"Its worker died {TRIES} times without an answer.",
        hint="Is memory short? Measure its models one by one with flash-and-run.",
    )
    return answer_of(runs_of(batch), error)


class DaskCluster(Executor):
    """Workers of a Dask scheduler, or of a cluster on this computer for the address `local`."""

    def __init__(self, address: str, workers: int | None = None) -> None:
        """Raises UsageError where dask.distributed is missing or the scheduler does not answer."""
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise UsageError(
                "--dask needs dask.distributed, which is not installed.",
                hint="pip install 'neurio-gen[dask]'",
            ) from None
        self._stack: list[Any] = []
        try:
            if address == "local":
                count = workers or os.cpu_count() or 1
                cluster = distributed.LocalCluster(
                    n_workers=count, threads_per_worker=1, dashboard_address=None
                )
                self._stack.append(cluster)
                self._client = distributed.Client(cluster)
            else:
                self._client = distributed.Client(address, timeout=30)
        except (OSError, ValueError, TimeoutError) as error:
            self.close()
            raise UsageError(
                f"The Dask scheduler at {address} does not answer: {error}",
                hint="Start one with: dask scheduler; and workers with: dask worker ADDRESS",
            ) from error
        self._stack.append(self._client)

    @property
    def workers(self) -> int:
        """Threads of all workers."""
        return max(1, int(sum(self._client.nthreads().values())))

    def run(self, batches: Sequence[Batch]) -> Generator[Done, None, None]:
        """See Executor. The scheduler begins a batch again whose worker dies."""
        distributed: Any = import_module("distributed")
        futures = {
            self._client.submit(
                run_batch, batch, pure=False, retries=0, key=f"neurio-gen-{batch.key}"
            ): batch
            for batch in batches
        }
        try:
            for future in distributed.as_completed(futures):
                batch = futures[future]
                try:
                    yield Done(batch, future.result())
                except distributed.KilledWorker:
                    yield Done(batch, died(batch))
        finally:
            self._client.cancel(list(futures))
            self.close()

    def close(self) -> None:
        """Leaves the scheduler, and ends a cluster of our own."""
        for each in reversed(self._stack):
            with suppress(OSError, TimeoutError):
                each.close()
        self._stack.clear()
