"""A sweep that is killed at any moment ends, with `--resume`, in the same table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from neurio_gen.results import Result, read_runs
from neurio_gen.workspace import Workspace
from tests.end_to_end.command import ROOT, neurio_gen
from tests.sweep.models import write_dense_models

MODELS = 3
KILLS = 50


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three models."""
    folder: Path = tmp_path_factory.mktemp("models")
    write_dense_models(folder, MODELS)
    return folder


def _sweep(models: Path, output: Path) -> list[str]:
    given = (str(models), "--board", "native", "--jobs", "2", "--output", str(output))
    return ["sweep", *given, "--resume", "--quiet"]


def _killed(models: Path, output: Path, seconds: float) -> None:
    """Starts the sweep, and kills it after so long; its workers are left to themselves."""
    command = [sys.executable, "-m", "neurio_gen", *_sweep(models, output)]
    started = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        started.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(started.pid, signal.SIGKILL)
    started.wait(60)


def _table(output: Path) -> list[tuple[object, ...]]:
    """What is kept, by name; the same image gives the same bytes."""
    runs = read_runs(Workspace(output).results)
    kept = [result for run in runs for result in run.results]
    return sorted(_row(result) for result in kept)


def _row(result: Result) -> tuple[object, ...]:
    return result.benchmark, result.status, result.bit_exact, result.model_sha256


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_fifty_kills_at_any_moment_end_with_the_same_table(models: Path, tmp_path: Path) -> None:
    # given how long an undisturbed sweep takes
    begin = time.monotonic()
    assert neurio_gen(*_sweep(models, tmp_path / "undisturbed")).code == 0
    seconds = time.monotonic() - begin
    assert len(_table(tmp_path / "undisturbed")) == MODELS
    # when sweeps are killed twice each, at random, and go on
    random = Random(0)
    for number in range(KILLS // 2):
        output = tmp_path / str(number)
        for _ in range(2):
            _killed(models, output, random.uniform(0, seconds))
        done = neurio_gen(*_sweep(models, output))
        # then each has the undisturbed one's table
        assert done.code == 0, done.err
        assert _table(output) == _table(tmp_path / "undisturbed")
