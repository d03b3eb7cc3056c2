"""Runs last: through crashes, full disks and damaged lines."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neurio_gen.results import (
    Environment,
    Result,
    RunFile,
    StorageError,
    read_run,
    write_atomically,
    write_document,
)

ENVIRONMENT = Environment(date="2026-01-02T03:04:05+00:00", neurio_gen="0", python="3", os="Linux")


def result(name: str) -> Result:
    return Result(benchmark=name, board="native", mode="build", status="failed", error="no reason")


def test_results_are_there_as_soon_as_they_are_appended(tmp_path: Path) -> None:
    with RunFile.create(tmp_path / "runs", ENVIRONMENT) as run:
        for name in ("a", "b"):
            run.append(result(name))
            assert read_run(run.path).results[-1].benchmark == name

    found = read_run(run.path)
    assert found.results == (result("a"), result("b"))
    assert found.environments == (ENVIRONMENT,)
    assert found.problems == ()


def test_a_run_is_never_overwritten(tmp_path: Path) -> None:
    paths = []
    for _ in range(3):
        with RunFile.create(tmp_path, ENVIRONMENT) as run:
            paths.append(run.path.name)

    assert paths == ["20260102T030405.jsonl", "20260102T030405-2.jsonl", "20260102T030405-3.jsonl"]


def test_a_run_is_resumed_after_a_line_that_was_cut_short(tmp_path: Path) -> None:
    with RunFile.create(tmp_path, ENVIRONMENT) as run:
        run.append(result("a"))
    with run.path.open("ab") as file:
        file.write(b'{"schema":1,"result":{"benchm')

    with RunFile.resume(run.path, ENVIRONMENT) as resumed:
        resumed.append(result("b"))

    found = read_run(run.path)
    assert [one.benchmark for one in found.results] == ["a", "b"]
    assert len(found.environments) == 2
    assert len(found.problems) == 1
    assert "line 3: it is cut short or no JSON" in found.problems[0]


def test_a_run_that_nothing_is_added_to_stays_as_it_is(tmp_path: Path) -> None:
    """Given a complete run, when resumed without a further result, then no byte of it changes."""
    with RunFile.create(tmp_path, ENVIRONMENT) as run:
        run.append(result("a"))
    before = run.path.read_bytes()

    with RunFile.resume(run.path, ENVIRONMENT):
        pass

    assert run.path.read_bytes() == before


def test_resuming_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        RunFile.resume(tmp_path / "none.jsonl", ENVIRONMENT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=60), line=st.integers(0, 3))
def test_a_damaged_line_leaves_the_others_readable(tmp_path: Path, junk: bytes, line: int) -> None:
    with RunFile.create(tmp_path, ENVIRONMENT) as run:
        for name in ("a", "b", "c"):
            run.append(result(name))
    lines = run.path.read_bytes().splitlines()
    lines[line] = junk.replace(b"\n", b"").replace(b"\r", b"")
    run.path.write_bytes(b"\n".join(lines) + b"\n")

    found = read_run(run.path)
    run.path.unlink()

    assert len(found.results) == (3 if line == 0 else 2)
    assert len(found.problems) >= 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"schema": 2, "result": {}}', "its schema is 2, not 1"),
        ('{"schema": 1, "result": {"board": "x"}}', "benchmark: Field required"),
        ("[1]", "line 1"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(line + "\n")

    problems = read_run(path).problems

    assert len(problems) == 1
    assert told in problems[0]


def test_a_full_disk_is_one_clear_error_and_what_was_stored_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_write = os.write

    def write_half(descriptor: int, data: bytes) -> int:
        if len(data) > 20:
            return real_write(descriptor, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    with RunFile.create(tmp_path, ENVIRONMENT) as run:
        run.append(result("a"))
        monkeypatch.setattr(os, "write", write_half)
        with pytest.raises(StorageError, match="the disk is full"):
            run.append(result("b"))
        monkeypatch.undo()
        run.append(result("c"))

    found = read_run(run.path)
    assert [one.benchmark for one in found.results] == ["a", "c"]
    assert found.problems == ()


def test_a_document_replaces_the_old_one_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "r.json"
    write_document(path, ENVIRONMENT, [result("a")])
    before = path.read_text()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="the disk is full") as caught:
        write_document(path, ENVIRONMENT, [result("b")])

    assert "Free some space" in str(caught.value.hint)
    assert path.read_text() == before
    assert [file.name for file in path.parent.iterdir()] == ["r.json"]


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError, match="a part of the path is a file"):
        write_atomically(tmp_path / "file" / "r.json", "")
    with pytest.raises(StorageError, match="a part of the path is a file"):
        RunFile.create(tmp_path / "file", ENVIRONMENT)
    with pytest.raises(StorageError, match="it is a folder"):
        write_atomically(tmp_path, "")
    with pytest.raises(StorageError, match="cannot be read"):
        read_run(tmp_path / "none.jsonl")


def test_kill_at_any_moment_loses_at_most_the_result_in_flight(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.results.test_store import ENVIRONMENT, RunFile, result\n"
        "run = RunFile.create(Path(sys.argv[1]), ENVIRONMENT)\n"
        "for number in range(10**6):\n"
        "    run.append(result(str(number)))\n"
        "    print(number, flush=True)\n"
    )
    for wait in (0.0, 0.003, 0.01):
        folder = tmp_path / str(wait)
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        with writer:
            writer.stdout.readline()
            time.sleep(wait)
            writer.send_signal(signal.SIGKILL)
            told = len(writer.stdout.read().splitlines()) + 1

        found = read_run(next(folder.iterdir()))
        assert [one.benchmark for one in found.results][:told] == [str(n) for n in range(told)]
        assert len(found.problems) <= 1
