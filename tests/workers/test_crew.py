"""Workers share requests; those that nobody waits for any more end with who asked."""

from __future__ import annotations

import time

from neurio_gen.errors import ModelError
from neurio_gen.workers.crew import Begun, Crew, Done
from neurio_gen.workers.worker import Worker, WorkerFailureError
from tests.devices.test_processes import ended

PROMPT_SECONDS = 10.0
"""Less than what a worker is given for an answer."""


def parrots(count: int) -> list[Worker]:
    return [
        Worker("tests.workers.parrot", name="A parrot", hint="", seconds=30.0) for _ in range(count)
    ]


def test_each_request_is_taken_once_and_a_crash_costs_one() -> None:
    requests = [
        *[("echo", number) for number in range(6)],
        *[("refuse", 6), ("leave", 7), ("echo", 8), ("echo", 9)],
    ]
    with Crew(parrots(2), [(request, "talking") for request in requests]) as crew:
        events = list(crew.events())
    assert sorted(each.number for each in events if isinstance(each, Begun)) == list(range(10))
    done = {each.number: each for each in events if isinstance(each, Done)}
    assert sorted(done) == list(range(10))
    assert isinstance(done.pop(6).error, ModelError)
    assert isinstance(done.pop(7).error, WorkerFailureError)
    assert all((each.answer, each.error) == (each.number, None) for each in done.values())


def test_who_leaves_early_waits_for_nobody() -> None:
    # given one that has answered and one that will not for long
    workers = parrots(2)
    requests = [("echo", 1), ("hang", None), ("hang", None)]
    with Crew(workers, [(request, "talking") for request in requests]) as crew:
        next(each for each in crew.events() if isinstance(each, Done))
        pids = [worker.pid for worker in workers]
        begun = time.monotonic()
    # then leaving ends both at once
    assert time.monotonic() - begun < PROMPT_SECONDS
    assert all(pid is not None and ended(pid) for pid in pids)
    assert [worker.pid for worker in workers] == [None, None]
