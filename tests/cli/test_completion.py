"""TAB offers what can stand there, and is quick."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from neurio_gen.benchmarks import suites
from neurio_gen.boards import all_boards
from neurio_gen.cli import completion
from neurio_gen.engines import engines
from tests.cli.test_startup import HEAVY, LOOKS, loaded
from tests.end_to_end.command import ROOT


def offered(line: str, folder: Path) -> list[str]:
    """What bash offers at the end of `line`."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-m", "neurio_gen"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_NEURIO_GEN_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("neurio-gen flash-a", ["flash-and-run"]),
        ("neurio-gen flash-and-run -B kw", ["kws01"]),
        ("neurio-gen flash-and-run -s conv", ["convmixer"]),
        ("neurio-gen flash-and-run --board nucleo_l4", ["nucleo_l4r5zi"]),
        ("neurio-gen build --engine tf", ["tflm"]),
        ("neurio-gen flash-and-run --emulate -b native -b nucleo_l4", ["nucleo_l4r5zi"]),
        ("neurio-gen compare nucleo_l4", ["nucleo_l4r5zi"]),
        ("neurio-gen compare latest nucleo_l4", ["nucleo_l4r5zi"]),
        ("neurio-gen compare --fail", ["--fail-above"]),
        ("neurio-gen report lat", ["latest"]),
        ("neurio-gen results show lat", ["latest"]),
    ],
)
def test_the_shell_offers(line: str, words: list[str], tmp_path: Path) -> None:
    assert offered(line, tmp_path) == words


@pytest.mark.parametrize(
    "line",
    [
        "neurio-gen flash-and-run -B kw",
        "neurio-gen flash-and-run -s ",
        "neurio-gen build --emulate -b nu",
        "neurio-gen compare latest ",
        "neurio-gen report ",
        "neurio-gen results show ",
    ],
)
def test_a_word_is_offered_without_what_the_command_runs(line: str) -> None:
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    found = loaded(_NEURIO_GEN_COMPLETE="complete_bash", **asked)
    assert not found & (HEAVY | LOOKS)


def test_suites_alone_are_offered_as_suites(tmp_path: Path) -> None:
    assert offered("neurio-gen flash-and-run -s ", tmp_path) == list(suites())


def test_names_that_are_offered_are_those_that_there_are() -> None:
    assert completion.complete_engine("") == list(engines())
    assert completion.complete_board("") == [board.id for board in all_boards()]


def test_a_benchmark_is_offered_by_its_name_and_by_its_id() -> None:
    assert completion.complete_benchmark("kws") == ["kws01"]
    assert completion.complete_benchmark("tiny_ml_perf/k") == ["tiny_ml_perf/kws01"]
    assert "tiny_ml_perf/" in completion.complete_benchmark("tiny")


def test_runs_are_offered_the_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / completion.DEFAULT_RESULTS
    folder.mkdir(parents=True)
    for name in ("20260101T000000", "20260102T000000"):
        (folder / f"{name}.jsonl").write_text("")
    assert completion.complete_run("2026") == ["20260102T000000", "20260101T000000"]
    assert completion.complete_run("") == ["latest", *completion.complete_run("2026")]
