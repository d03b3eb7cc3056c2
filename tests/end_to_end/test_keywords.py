"""Real data through the wire: 200 keywords, loaded by `db` commands into the emulated board."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.command import ROOT, SECONDS, neurio_gen, read_results
from tests.shared_files import official_models, shared_file
from tests.support.cases import is_long_run

INTERRUPTIONS = 5 if is_long_run() else 1


def accuracy(board: str, workspace: Path, *options: str | Path) -> list[str]:
    """The arguments of an accuracy run of the images that were built."""
    models, data = official_models(), shared_file("datasets/kws01")
    return [
        *("run", "--board", board, "-B", "kws01", "--models", str(models), "-o", str(workspace)),
        *("--mode", "accuracy", "--dataset", str(data), *map(str, options)),
    ]


def kept(workspace: Path, board: str) -> int:
    """How many results have been stored."""
    logs = (workspace / "inputs" / board).glob("*.inputs.jsonl")
    return max((path.read_bytes().count(b"\n") - 1 for path in logs), default=0)


@pytest.mark.parametrize("board", ["mps2_an386", pytest.param("native", marks=pytest.mark.slow)])
def test_keywords_are_recognised_as_by_the_oracle(board: str, workspace: Path) -> None:
    """Killed in the middle, and resumed: nothing that was stored runs again."""
    models = official_models()
    workspace /= "keywords"  # no other test's inputs are counted
    built = neurio_gen("build", "-b", board, "--models", models, "-o", workspace, "-B", "kws01")
    assert built.code == 0, built.err
    stored = 0
    for _ in range(INTERRUPTIONS):
        command = accuracy(board, workspace, "--resume")
        with subprocess.Popen([sys.executable, "-m", "neurio_gen", *command], cwd=ROOT) as child:
            end = time.monotonic() + SECONDS
            while kept(workspace, board) < stored + 20 and child.poll() is None:
                assert time.monotonic() < end
                time.sleep(0.02)
            child.send_signal(signal.SIGKILL)
        assert kept(workspace, board) >= stored + 20
        stored = kept(workspace, board)

    document = workspace / f"accuracy-{board}.json"
    done = neurio_gen(*accuracy(board, workspace, "--resume", "--json", document))

    assert done.code == 0, done.err
    assert "inputs are known already" in done.err
    assert len(list((workspace / "inputs" / board).iterdir())) == 1
    assert "91.5 %" in done.out
    (result,) = read_results(document)
    quality = result["quality"]
    assert (quality["correct"], quality["files"], quality["met"]) == (183, 200, True)
    assert quality["auc"] == pytest.approx(0.998, abs=0.001)
    assert result["mode"] == "accuracy"


def test_timed_inputs_are_of_the_data_set_where_one_is_given(workspace: Path) -> None:
    models, data = official_models(), shared_file("datasets/kws01")
    document = workspace / "dataset.json"
    given = ("run", "-B", "kws01", "--models", models, "-o", workspace, "--json", document)
    built = neurio_gen("build", *given[1:5], "-o", workspace)
    assert built.code == 0, built.err

    for options, origin in (((), "random"), (("--dataset", data), "dataset")):
        done = neurio_gen(*given, *options)
        assert done.code == 0, done.err
        (result,) = read_results(document)
        assert (result["inputs"], result["bit_exact"], result["samples"]) == (origin, True, 5)

    # what was timed on other inputs is no part of an interrupted run
    again = neurio_gen(*given, "--resume", "--dataset", data)
    assert "1 of 1 known" in again.err
    empty = workspace / "empty"
    empty.mkdir(exist_ok=True)
    none = neurio_gen(*given, "--dataset", empty)
    assert (none.code, "There is no y_labels.csv" in none.err) == (2, True)
