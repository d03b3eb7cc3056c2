"""A worker answers, refuses, crashes, hangs or is at fault: each is told, and it ends with us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator

import numpy as np
import pytest

from neurio_gen.cli.internal_error import internal_error
from neurio_gen.errors import ModelError
from neurio_gen.workers import worker as module
from neurio_gen.workers.worker import Worker, WorkerFailureError, WorkerFaultError
from tests.devices.test_processes import ended

PARROT = "tests.workers.parrot"
LARGE = 3_000_000
"""Bytes that no pipe takes at once."""


def parrot(seconds: float = 30.0) -> Worker:
    return Worker(PARROT, name="The parrot", hint="Feed it.", seconds=seconds)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with parrot() as worker:
        yield worker


def test_it_answers_in_one_process(worker: Worker) -> None:
    array = np.arange(LARGE, dtype=np.uint8)
    assert worker.ask(("echo", "a"), "echoing") == "a"
    pid = worker.pid
    assert np.array_equal(worker.ask(("echo", array), "echoing"), array)
    assert worker.pid == pid


def test_it_may_begin_before_it_is_needed(worker: Worker) -> None:
    worker.begin()
    begun = worker.pid

    assert worker.ask(("echo", "a"), "echoing") == "a"

    assert begun is not None
    assert worker.pid == begun


@pytest.mark.parametrize(
    ("request_", "message", "hint"),
    [
        (("refuse", "this"), "this is not to my liking", "Send another."),
        (("usage", "this"), "this is not for me", None),
    ],
)
def test_a_refusal_is_an_error_with_its_hint(
    worker: Worker, request_: tuple[str, str], message: str, hint: str | None
) -> None:
    with pytest.raises(ModelError) as caught:
        worker.ask(request_, "looking")
    assert not isinstance(caught.value, WorkerFailureError)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert worker.ask(("echo", 1), "echoing") == 1


@pytest.mark.parametrize(
    ("request_", "what"),
    [(("wrong", 1), "AttributeError: 'int' object"), (("nothing to pickle", 1), "pickle")],
)
def test_a_fault_of_ours_is_an_internal_error_with_the_workers_traceback(
    worker: Worker,
    request_: tuple[str, int],
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Given a fault in the worker, then it is ours to mend: no judgement of the model."""
    with pytest.raises(WorkerFaultError, match=f"^The parrot, flying: .*{what}") as caught:
        worker.ask(request_, "flying")
    logged = "".join(traceback.format_exception(caught.value))
    assert "child.py" in logged
    assert ("parrot.py" in logged) == (request_[0] == "wrong")
    monkeypatch.setattr("neurio_gen.cli.internal_error._write", lambda error: None)
    assert "report it at" in str(internal_error(caught.value).hint)
    assert worker.ask(("echo", 1), "echoing") == 1


def test_signs_of_life_renew_the_wait() -> None:
    with parrot(seconds=2.0) as worker:
        worker.start("starting")
        worker.seconds = 0.6
        assert worker.ask(("slowly", 6), "walking") == 6
        with pytest.raises(
            WorkerFailureError, match=r"parrot, walking, gave no sign of life for 0\.6 s after step"
        ):
            worker.ask(("hang", None), "walking")
        assert worker.pid is None


def test_a_crash_names_what_it_worked_on_and_the_next_request_starts_anew() -> None:
    with parrot() as worker:
        with pytest.raises(WorkerFailureError) as caught:
            worker.ask(("leave", 7), "going out")
        first, *lines = caught.value.message.splitlines()
        assert (
            first == "The parrot, going out, crashed: it ended with exit code 7 and said: line 95"
        )
        assert lines == ["line 96", "line 97", "line 98", "line 99."]
        assert caught.value.hint == "Feed it."
        with pytest.raises(WorkerFailureError, match=r"exit code 1 and said: (.|\n)*MemoryError"):
            worker.ask(("eat", None), "eating")
        assert worker.ask(("echo", 1), "echoing") == 1


def test_what_cannot_be_loaded_is_a_crash_at_the_start() -> None:
    with (
        Worker("tests.workers.nothing", name="Nobody", hint="", seconds=30.0) as worker,
        pytest.raises(
            WorkerFailureError, match=r"Nobody, waking up, crashed: (.|\n)*ModuleNotFound"
        ),
    ):
        worker.start("waking up")


def test_one_that_does_not_take_its_request_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRANSFER_SECONDS", 1)
    with parrot() as worker:
        worker.start("starting")
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(WorkerFailureError, match="took or gave no part of a message for 1 s"):
            worker.ask(("echo", bytes(LARGE)), "echoing")


def test_it_ends_with_its_owner_however_that_ends() -> None:
    # given a process that has a worker, and is killed
    code = (
        "import sys, time; from tests.workers.test_worker import parrot; worker = parrot(); "
        "worker.start('x'); print(worker.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        owner.kill()
    # then the worker is gone, too
    assert ended(pid, within=10)
