"""Mistakes that people make: each answer names cause and remedy, before any long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build.diagnosis import explain
from neurio_gen.cli import main
from neurio_gen.devices import ports
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import probe
from neurio_gen.flashing.choose import METHODS, choose_method
from neurio_gen.pipeline import measure
from neurio_gen.resources import with_pages

MODEL = str(Path(__file__).resolve().parents[2] / "examples" / "doorbell.tflite")


@dataclass(frozen=True)
class Answer:
    code: int
    said: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command that must fail before anything is prepared or built."""

    def answer(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["neurio-gen", *arguments])
        monkeypatch.setattr(measure, "prepare", _no_work)
        monkeypatch.chdir(tmp_path)
        code = main._exit_code()
        return Answer(code, " ".join(capsys.readouterr().err.split()))

    return answer


def _no_work(*_: object, **__: object) -> None:
    raise AssertionError("work began")


@pytest.mark.parametrize(
    ("arguments", "cause", "remedy"),
    [
        (
            (MODEL, "-b", "nucleo_l4r5zi", "--emulate", "true"),
            "true stands where a model is expected",
            "Switches take no value: leave true out",
        ),
        (
            ("-b", "kws01"),
            "kws01 is a benchmark or suite, no board",
            "--benchmark kws01",
        ),
        (("-B", "rpipico"), "rpipico is a board, no benchmark", "--board rpipico"),
        (
            (MODEL, "-b", "nucleo_l4r5zi", "--mode", "energy", "--emulate"),
            "Energy needs real hardware",
            "Leave out --emulate",
        ),
        (
            (MODEL, "-b", "mps2_an386", "--kernels", "mve"),
            "mps2_an386 cannot run mve kernels",
            "It runs dsp, generic",
        ),
    ],
)
def test_what_contradicts_itself_is_told(
    ask: Ask, arguments: tuple[str, ...], cause: str, remedy: str
) -> None:
    answer = ask("flash-and-run", *arguments)

    assert answer.code == 2
    assert cause in answer.said
    assert remedy in answer.said


@pytest.mark.parametrize(
    ("arguments", "cause", "remedy"),
    [
        (
            ("compare", "latest"),
            "Only latest is named: there is nothing to compare it with",
            "Name a second run, board or file, or add --published",
        ),
        (
            ("results", "list", "-o", "one", "-o", "other"),
            "Invalid value for '--output'",
            "given 2 times, and it takes one value",
        ),
        (
            ("results", "export", "latest", "--csv", "a.csv", "--csv", "b.csv"),
            "Invalid value for '--csv'",
            "given 2 times, and it takes one value",
        ),
    ],
)
def test_what_is_asked_of_results_is_told_apart(
    ask: Ask, arguments: tuple[str, ...], cause: str, remedy: str
) -> None:
    answer = ask(*arguments)

    assert answer.code == 2
    assert cause in answer.said
    assert remedy in answer.said


def test_a_board_that_is_not_plugged_in_is_missed_before_the_build(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ports, probe):
        monkeypatch.setattr(module, "connected_ports", lambda: ())
    monkeypatch.delenv(ports.PORT_VARIABLE, raising=False)

    answer = ask("flash-and-run", MODEL, "-b", "nucleo_l4r5zi")

    assert answer.code == 1
    assert "No port with the USB ids of the board nucleo_l4r5zi" in answer.said
    assert "Plug in the board's debug connector" in answer.said


def test_a_folder_that_cannot_be_made_has_a_hint(ask: Ask) -> None:
    answer = ask("flash-and-run", MODEL, "-o", "/proc/x")

    assert answer.code == 1
    assert "/proc/x cannot be written: no folder can be made there" in answer.said
    assert "Choose a folder of your own with --output" in answer.said


def test_a_board_that_cannot_be_emulated_is_not_said_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = load_board("nucleo_l4r5zi")
    alone = board.model_copy(update={"wiring": None, "id": "mine"})

    for method in METHODS:
        monkeypatch.setattr(type(method), "obstacle", lambda *_: "it is not installed")

    with pytest.raises(DeviceError, match="No way to flash mine") as info:
        choose_method(alone)

    assert "mine cannot be emulated" in (info.value.hint or "")


def test_a_wrong_clock_in_a_manifest_is_named_with_the_manifest() -> None:
    log = "x/bsp/stm32l4/clock.cc:12:49: error: static assertion failed: PLL and clock disagree\n"

    error = explain("The firmware", log, load_board("nucleo_l4r5zi"), Path("build.log"))

    assert "the manifest of nucleo_l4r5zi contradicts" in error.message
    assert "The manifest's clock is 120,000,000 Hz" in error.message
    assert "build.f_cpu" in (error.hint or "")


def test_a_copied_board_is_emulated_as_its_model(ask: Ask, tmp_path: Path) -> None:
    # given a copy of a board whose chip is modelled
    assert ask("new-board", "mine", "--like", "nucleo_l4r5zi", "--folder", "own").code == 0
    manifest = json.loads((tmp_path / "own" / "mine.json").read_text())
    original = load_board("nucleo_l4r5zi").wiring
    # then its manifest says what it is wired to
    assert original is not None
    assert manifest["neurio_gen"]["wiring"]["soc"] == original.soc


def test_pages_that_hints_name_are_where_they_are_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    place = with_pages("docs/operators.md lists what is supported.").split()[0]

    assert Path(place).is_file()
    assert with_pages("See docs/none-such.md.") == "See docs/none-such.md."
