"""A wait counts the time that a device has had, not what a busy computer has kept from it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from neurio_gen.devices.lost_time import waits_of
from neurio_gen.protocol.deadline import Deadline


def test_lost_time_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now, lost = [100.0], [7.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    deadline = Deadline(10, "an answer", lambda: lost[0])
    now[0] += 12
    assert deadline.expired
    lost[0] += 5
    assert deadline.remaining == pytest.approx(3)
    # and still nothing is awaited for ever
    now[0], lost[0] = 201.0, 1000.0
    assert deadline.expired
    error = deadline.error(b"")
    assert "This computer was busy for 993 s" in (error.hint or "")


def test_without_loss_a_deadline_is_the_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    deadline = Deadline(10, "an answer")
    now[0] += 9
    assert deadline.remaining == pytest.approx(1)
    now[0] += 1
    assert deadline.expired
    assert deadline.error(b"").hint is None


@pytest.fixture
def spinning() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two processes that want the same processor."""
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nwhile True: pass"
    children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    yield children
    for child in children:
        child.kill()
        child.wait()


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="Linux tells it")
def test_a_process_that_shares_its_processor_loses_time(
    spinning: list[subprocess.Popen[bytes]],
) -> None:
    lost = [waits_of(child.pid) for child in spinning]
    end = time.monotonic() + 20
    while min(each() for each in lost) < 0.05 and time.monotonic() < end:
        time.sleep(0.05)
    assert min(each() for each in lost) >= 0.05


def test_a_process_that_has_ended_loses_no_more() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    lost = waits_of(child.pid)
    child.wait()
    assert lost() == lost()
