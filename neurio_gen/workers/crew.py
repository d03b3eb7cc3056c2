"""Several workers that share requests: whoever is free takes the next one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from neurio_gen.closing import Closing
from neurio_gen.workers.worker import Worker

_END_SECONDS = 10.0


@dataclass(frozen=True)
class Begun:
    """A worker has taken the request of a number."""

    number: int


@dataclass(frozen=True)
class Done:
    """What the request of a number comes to: an answer, or what `Worker.ask` has raised."""

    number: int
    answer: Any = None
    error: BaseException | None = None


class Crew(Closing):
    """Workers that run the same module, and the requests that they share, each with its task.

    A context manager, which ends them. Each worker has a thread that awaits its answers.
    """

    def __init__(self, workers: Sequence[Worker], requests: Sequence[tuple[Any, str]]) -> None:
        """Starts the processes and has them take requests."""
        self._workers = workers
        self._count = len(requests)
        self._waiting: queue.SimpleQueue[tuple[int, Any, str]] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Begun | Done] = queue.SimpleQueue()
        for number, (request, task) in enumerate(requests):
            self._waiting.put((number, request, task))
        for worker in workers:
            worker.begin()  # here: a process ends with the thread that has started it
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(worker,), daemon=True) for worker in workers
        ]
        for thread in self._threads:
            thread.start()

    def events(self) -> Iterator[Begun | Done]:
        """What happens, until all is done. Each wait ends by the time that workers are given."""
        done = 0
        while done < self._count:
            event = self._events.get()
            done += isinstance(event, Done)
            yield event

    def close(self) -> None:
        """Ends all processes, whatever they do."""
        self._closing.set()
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            thread.join(_END_SECONDS)
        for worker in self._workers:
            worker.close()

    def _work(self, worker: Worker) -> None:
        with suppress(queue.Empty):
            while not self._closing.is_set():
                number, request, task = self._waiting.get_nowait()
                self._events.put(Begun(number))
                self._events.put(_done(worker, number, request, task))


def _done(worker: Worker, number: int, request: Any, task: str) -> Done:
    try:
        return Done(number, worker.ask(request, task))
    except BaseException as error:  # raised where it is taken
        return Done(number, error=error)
