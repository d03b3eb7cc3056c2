"""Tables of commands on 80 columns: every word is one that a wide terminal shows as well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from neurio_gen.cli import console, main
from tests.report.runs import emulated_run, silicon_run


def words(
    command: tuple[str, ...],
    width: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> set[str]:
    monkeypatch.setattr(console.out, "_width", width)
    monkeypatch.setattr(sys, "argv", ["neurio-gen", *command])
    assert main._exit_code() == 0
    text = capsys.readouterr().out
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    shown = [line for line in text.splitlines() if "Not shown on" not in line]
    return set(" ".join(shown).split())


@pytest.mark.parametrize(
    "command",
    [
        ("boards",),
        ("boards", "show", "nucleo_l4r5zi"),
        ("benchmarks", "-s", "tiny_ml_perf"),
        ("templates",),
        ("doctor",),
        ("cache",),
        ("results", "list", "-o", "RUNS"),
        ("results", "show", "latest", "-o", "RUNS"),
        ("compare", "mps2_an386", "mps3_an547", "-o", "RUNS"),
        ("compare", "nucleo_l4r5zi", "--published", "-o", "RUNS"),
    ],
    ids=" ".join,
)
def test_no_word_is_cut_on_eighty_columns(
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("NEURIO_GEN_CACHE", "/nowhere/cache")  # a path is one word, however long
    if "RUNS" in command:
        for run in (
            emulated_run(tmp_path),
            emulated_run(tmp_path, "mps3_an547", 0.25),
            silicon_run(tmp_path),
        ):
            assert run.path.is_file()
    command = tuple(str(tmp_path) if word == "RUNS" else word for word in command)
    wide = words(command, 400, monkeypatch, capsys)
    narrow = words(command, 80, monkeypatch, capsys)
    assert narrow - wide == set()
