"""Tables of commands on 80 columns: every word is one that a wide terminal shows as well."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from neurio_gen.cli import console, main
from neurio_gen.results import RunFile
from tests.report.runs import emulated_run, layer, profiled, silicon_run
from tests.results.test_folder import environment
from tests.sweep.models import dense_model

LONG = "größer_als_alles_mobilenet_v1_quantisiert_异常检测模型_量化_final_version_3"
NUMBER = re.compile(r"[\d,.]*\d,?\d*[\d,.]*")


def shown(
    command: tuple[str, ...],
    width: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """What a terminal of `width` columns shows of a command's results."""
    monkeypatch.setattr(console.out, "_force_terminal", True)
    monkeypatch.setattr(console.out, "_color_system", None)
    monkeypatch.setattr(console.out, "_width", width)
    monkeypatch.setattr(sys, "argv", ["neurio-gen", *command])
    assert main._exit_code() == 0
    text = capsys.readouterr().out
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
    assert "\n\n\n" not in text
    return "\n".join(line for line in text.splitlines() if "Not shown on" not in line)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A folder of three runs."""
    for run in (
        emulated_run(tmp_path),
        emulated_run(tmp_path, "mps3_an547", 0.25),
        silicon_run(tmp_path),
    ):
        assert run.path.is_file()
    return tmp_path


@pytest.fixture
def long_names(tmp_path: Path) -> Path:
    """A run of models with long names, in three modes; its name, and models of such names."""
    big = {"flash_bytes": 1_234_567, "ram_bytes": 123_456, "macs": 123_456_789}
    with RunFile.create(tmp_path / "results", environment()) as run:
        for name in (LONG, LONG + "_b"):
            run.append(layer(name, board="nucleo_l4r5zi", instructions=98_765_432.0, **big))
            run.append(profiled(name, "nucleo_l4r5zi", 98_765_432))
            run.append(layer(name, board="nucleo_l4r5zi", mode="verify", instructions=None))
    (tmp_path / f"{LONG}.tflite").write_bytes(dense_model(3))
    (tmp_path / "kurz.tflite").write_bytes(dense_model(2))
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("boards",),
        ("boards", "show", "nucleo_l4r5zi"),
        ("benchmarks", "-s", "layer-based"),
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
    runs: Path,
) -> None:
    monkeypatch.setenv("NEURIO_GEN_CACHE", "/nowhere/cache")  # a path is one word, however long
    command = tuple(str(runs) if word == "RUNS" else word for word in command)
    wide = set(shown(command, 400, monkeypatch, capsys).split())
    narrow = set(shown(command, 80, monkeypatch, capsys).split())
    assert narrow - wide == set()


@pytest.mark.parametrize(
    "command",
    [
        ("results", "show", "latest", "-o", "OUTPUT"),
        ("compare", "latest", "latest", "-o", "OUTPUT"),
        ("estimate", "MODELS", "-b", "nucleo_l4r5zi", "--optimize", "size", "--optimize", "speed"),
        ("sweep", "MODELS", "-b", "nucleo_l4r5zi", "-b", "native", "--dry-run", "-o", "OUTPUT"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("width", [80, 100])
def test_long_names_take_no_digit_of_a_number(
    command: tuple[str, ...],
    width: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    long_names: Path,
) -> None:
    places = {"OUTPUT": str(long_names), "MODELS": str(long_names / "*.tflite")}
    command = tuple(places.get(word, word) for word in command)
    wide = shown(command, 400, monkeypatch, capsys)
    narrow = shown(command, width, monkeypatch, capsys)
    assert "…" not in narrow
    numbers = {word for word in narrow.split() if NUMBER.fullmatch(word) and len(word) > 2}
    assert numbers <= set(wide.split())
