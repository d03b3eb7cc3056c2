"""A suite that is killed at random moments, and resumed until it is through."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from neurio_gen.results import read_run
from tests.end_to_end.command import ROOT, SECONDS, neurio_gen, read_results
from tests.shared_files import OFFICIAL_FILES, official_models
from tests.support.cases import is_long_run

MOST_ATTEMPTS = 12
MOST_KEPT = len(OFFICIAL_FILES) - 1 if is_long_run() else 3
EARLY = 20 if is_long_run() else 2


def arguments(workspace: Path, *options: str | Path) -> list[str]:
    """A run of the six official models on this computer, whose images were built."""
    models = str(official_models())
    command = ["run", "--board", "native", "--models", models, "-o", str(workspace), "--resume"]
    return [*command, *map(str, options)]


def stored(folder: Path) -> list[str]:
    """The benchmarks of the run, as far as they are on the disk.

    A run that was killed before its first result is not gone on with: it stays, whole and empty.
    """
    runs = [read_run(path) for path in folder.glob("*.jsonl")]
    assert sum(bool(run.results) for run in runs) <= 1
    assert all(not run.problems for run in runs)
    return [result.benchmark for run in runs for result in run.results]


def kill_soon(workspace: Path, folder: Path, known: int, delay: float) -> None:
    """Runs until one more result is stored and `delay` has passed; then SIGKILL."""
    command = [sys.executable, "-m", "neurio_gen", *arguments(workspace, "-q")]
    with subprocess.Popen(command, cwd=ROOT) as child:
        end = time.monotonic() + SECONDS
        while len(stored(folder)) == known and child.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.02)
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)


def kill_early(workspace: Path, delay: float) -> None:
    """SIGKILL whatever was stored: at start-up, or within a file's first line."""
    command = [sys.executable, "-m", "neurio_gen", *arguments(workspace, "-q")]
    with subprocess.Popen(command, cwd=ROOT) as child:
        try:
            child.wait(delay)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)


def test_a_killed_suite_is_resumed_without_losing_a_result(tmp_path: Path) -> None:
    models = official_models()
    built = neurio_gen("build", "--board", "native", "--models", models, "-o", tmp_path)
    assert built.code == 0, built.err
    folder = tmp_path / "results"
    moments = random.Random(5)
    for _ in range(EARLY):
        before = stored(folder)
        kill_early(tmp_path, moments.uniform(0.2, 1.5))
        assert stored(folder)[: len(before)] == before
    before = stored(folder)
    for _ in range(MOST_ATTEMPTS):
        if len(before) >= MOST_KEPT:
            break
        kill_soon(tmp_path, folder, len(before), moments.uniform(0, 1.5))
        now = stored(folder)
        assert now[: len(before)] == before
        assert len(now) > len(before)
        before = now

    (damaged,) = (path for path in folder.glob("*.jsonl") if read_run(path).results)
    with damaged.open("ab") as file:
        file.write(b'{"schema":1,"result":{"benchm')
    document = tmp_path / "r.json"
    done = neurio_gen(*arguments(tmp_path, "--json", document))

    assert done.code == 0, done.err
    assert "Going on with run" in done.err
    assert "Damaged, and left as it is" in done.err
    names = [result["benchmark"] for result in read_results(document)]
    assert names == [f"tiny_ml_perf/{name}" for name in OFFICIAL_FILES]
    run = read_run(damaged)
    assert sorted(result.benchmark for result in run.results) == sorted(names)
    assert len(run.problems) == 1
    assert all(result.status == "ok" for result in run.results)
    again = neurio_gen(*arguments(tmp_path, "--json", document))
    assert again.code == 0
    assert json.loads(document.read_text())["results"]
    assert len(read_run(damaged).results) == len(names)
