"""A suite that is killed at random moments: what was measured is there, and no file is damaged."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neurio_gen.results import read_run
from tests.end_to_end.command import ROOT, neurio_gen, read_results
from tests.shared_files import shared_file

BENCHMARKS = ("ad01", "kws01", "sww01")
MOST_SECONDS = 60


@pytest.mark.slow
def test_kill_in_a_loop_during_a_suite(workspace: Path, tmp_path: Path) -> None:
    chosen = [option for name in BENCHMARKS for option in ("-B", name)]
    common = ["--board", "native", "--models", str(shared_file("models")), *chosen]
    built = neurio_gen("build", *common, "-o", workspace)
    assert built.code == 0, built.err
    results, document = workspace / "results", tmp_path / "results.json"
    command = ["run", *common, "-o", str(workspace), "--json", str(document)]
    moments = random.Random(6)
    complete = 0
    for _ in range(8):
        before = set(results.glob("*.jsonl"))
        with subprocess.Popen([sys.executable, "-m", "neurio_gen", *command], cwd=ROOT) as child:
            end = time.monotonic() + MOST_SECONDS
            while not (new := set(results.glob("*.jsonl")) - before) and child.poll() is None:
                assert time.monotonic() < end
                time.sleep(0.01)
            time.sleep(moments.uniform(0, 4))
            told = [path.read_bytes().count(b"\n") for path in new]
            child.send_signal(signal.SIGKILL)
        (path,) = set(results.glob("*.jsonl")) - before
        run = read_run(path)
        assert len(run.problems) <= 1
        assert 1 + len(run.results) >= sum(told)
        assert [one.benchmark for one in run.results] == [
            f"tiny_ml_perf/{name}" for name in BENCHMARKS[: len(run.results)]
        ]
        assert all(one.status == "ok" and one.latency_us for one in run.results)
        if document.exists():
            assert len(read_results(document)) >= 1
        complete += len(run.results)
    assert complete > 0
