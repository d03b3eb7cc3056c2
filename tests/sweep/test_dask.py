"""Sweeps on a Dask cluster of two worker processes: the same table, also where one is killed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from neurio_gen.progress import Progress
from neurio_gen.results import read_runs
from neurio_gen.sweep import Matrix, Swept, sweep
from neurio_gen.sweep.executors import DaskCluster
from neurio_gen.workspace import Workspace
from tests.sweep.models import write_dense_models

pytestmark = pytest.mark.slow

MODELS = 8


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """Eight models on this computer."""
    folder: Path = tmp_path_factory.mktemp("models")
    write_dense_models(folder, MODELS)
    return Matrix(models=(str(folder),), boards=("native",))


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address, and two workers, all processes of their own on loopback."""
    with ExitStack() as stack:

        def start(part: str, *arguments: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *arguments]
            log = stack.enter_context((folder / f"{part}.log").open("ab"))
            process = subprocess.Popen(command, stdout=log, stderr=log)
            stack.callback(process.wait, 30)
            stack.callback(process.kill)
            return process

        told = folder / "scheduler.json"
        local = ("--host", "127.0.0.1", "--no-dashboard")
        start("scheduler", *local, "--port", "0", "--scheduler-file", str(told))
        _await(told.is_file)
        address = json.loads(told.read_text())["address"]
        workers = [
            start("worker", address, *local, "--nthreads", "1", "--no-nanny") for _ in range(2)
        ]
        yield address, workers


def _await(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "the Dask cluster did not start within 60 s"
        time.sleep(0.1)


def _table(swept: Swept) -> list[tuple[str, str, int | None, bool | None, str]]:
    return [
        (r.benchmark, r.status, r.flash_bytes, r.bit_exact, r.model_sha256) for r in swept.results
    ]


def _kept(output: Path) -> list[str]:
    runs = read_runs(Workspace(output).results)
    return [result.benchmark for run in runs for result in run.results]


def test_two_workers_find_the_same_also_where_one_is_killed(matrix: Matrix, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    # given what this computer's processes find
    local = sweep(matrix, tmp_path / "local")
    assert local.ok
    with _cluster(tmp_path) as (address, workers):
        # when two workers do it, the same is found
        executor = DaskCluster(address)
        _await(lambda: executor.workers == 2)
        assert _table(sweep(matrix, tmp_path / "two", executor=executor)) == _table(local)

        # when one is killed behind the first batch, so it is
        executor = DaskCluster(address)
        _await(lambda: executor.workers == 2)
        killed = threading.Event()

        class Kill(Progress):
            def done(self, steps: float = 1) -> None:
                if not killed.is_set():
                    workers[0].kill()
                    killed.set()

        output = tmp_path / "one"
        assert _table(sweep(matrix, output, executor=executor, progress=Kill())) == _table(local)
        # and nothing was kept twice
        assert killed.is_set()
        assert sorted(_kept(output)) == sorted(row[0] for row in _table(local))
