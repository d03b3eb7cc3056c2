"""The example of a search, in a short form: a front, and trials that are kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "search_digits.py"


@pytest.mark.slow
def test_a_search_prints_a_front_and_goes_on_with_its_storage(tmp_path: Path) -> None:
    pytest.importorskip("optuna")

    def search(trials: int) -> str:
        options = ("--trials", str(trials), "--epochs", "1", "--storage", "sqlite:///search.db")
        command = [sys.executable, str(EXAMPLE), *options, "--plot", "front.png"]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=280, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert search(2).startswith("2 trials; the front")
    again = search(3)
    assert again.startswith("3 trials; the front")
    accuracy, estimated, counted = again.splitlines()[2].replace(",", "").split()[:3]
    assert 0 < float(accuracy.rstrip("%")) <= 100
    assert float(estimated) == pytest.approx(float(counted), rel=0.05)
    assert (tmp_path / "front.png").read_bytes().startswith(b"\x89PNG")
