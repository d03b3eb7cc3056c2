"""Mistakes that people make: each answer names cause and remedy, before any long work."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.boards import load_board
from neurio_gen.boards.folders import FOLDERS_VARIABLE, manifests_dir
from neurio_gen.build.diagnosis import explain
from neurio_gen.cli import main
from neurio_gen.codegen.render import Renderer
from neurio_gen.devices import ports
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing import probe
from neurio_gen.flashing.choose import METHODS, choose_method
from neurio_gen.pipeline import measure
from neurio_gen.resources import with_pages
from tests.support.model_writer import ModelWriter

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
        monkeypatch.setenv(FOLDERS_VARIABLE, "")  # --boards sets it
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


def test_a_missing_emulator_is_told_before_the_build(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    answer = ask("flash-and-run", MODEL, "-b", "mps2_an386")

    assert answer.code == 1
    assert "There is no program qemu-system-arm" in answer.said
    assert "apt-get install qemu-system-arm" in answer.said


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("flash-and-run", MODEL, "-o", ""), "'--output' / '-o': it is empty. Is a variable"),
        (("flash-and-run", ""), "'MODEL': it is empty"),
        (("flash-and-run", MODEL, "-b", "native", "-b", ""), "'--board' / '-b': it is empty"),
        (("flash-and-run", MODEL, "--optimize", "fast"), "'--optimize': 'fast' is not one of"),
        (("flash-and-run", MODEL, "--json", "/proc/x"), "hint: Name another file by --json."),
        (("flash-and-run", MODEL, "--json", "folder"), "folder cannot be written: it is a folder"),
        ((MODEL,), f"neurio-gen flash-and-run {MODEL}"),
        (("measure",), "To measure models: neurio-gen flash-and-run"),
        (("-b", "native", "flash-and-run"), "Options come behind the command"),
        (("estimate", "-dash.tflite"), "begins with a dash: ./-dash.tflite"),
        (
            ("results", "show"),
            "`latest` is the last run, such as in: neurio-gen results show latest",
        ),
        (("compare",), "neurio-gen compare latest"),
        (("report",), "neurio-gen report latest"),
        (
            ("flash-and-run", MODEL, "--templates", "nope"),
            "neurio-gen templates model.cc.j2 --copy",
        ),
        (("flash-and-run", MODEL, "--templates", "a.tflite"), "a.tflite is no folder"),
        (("--boards", "nope", "boards"), "`neurio-gen new-board` begins one"),
        (("boards", "show", "pico"), "Did you mean rpipico or rpipico2"),
        (("boards", "show", "STM32L4R5"), "Did you mean nucleo_l4r5zi?"),
        (("sweep", "nope.toml"), "nope.toml cannot be read: No such file or directory"),
        (("sweep", "nope.tflite", "-b", "native"), "There is no file nope.tflite"),
    ],
)
def test_what_cannot_be_meant_is_told_before_any_work(
    ask: Ask, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("-dash.tflite", "a.tflite"):
        (tmp_path / name).write_bytes(b"")

    answer = ask(*arguments)

    assert answer.code == 2
    assert said in answer.said
    assert "Traceback" not in answer.said
    assert not (tmp_path / "generated").exists()


@pytest.mark.parametrize(
    ("port", "cause", "remedy"),
    [
        (MODEL, "is a file, no serial port", "neurio-gen doctor"),
        ("/dev", "/dev is a folder, no serial port", "neurio-gen doctor"),
        ("/dev/null", "/dev/null is no serial port", "neurio-gen doctor"),
        ("bluetooth://x", "no kind of port bluetooth://", "rfc2217://host:port"),
        ("socket://bench", "names no host and port", "socket://bench:4000"),
        ("socket://bench:x", "names no host and port", "socket://bench:4000"),
    ],
)
@pytest.mark.parametrize("command", ["flash-and-run", "run"])
def test_what_is_no_port_is_told_before_anything_is_flashed(
    ask: Ask, command: str, port: str, cause: str, remedy: str
) -> None:
    answer = ask(command, MODEL, "-b", "nucleo_l4r5zi", "--port", port)

    assert answer.code == 2
    assert cause in answer.said
    assert remedy in answer.said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("empty.tflite", "empty.tflite is empty. hint: Is the file whole?"),
        ("model.tflite.gz", "model.tflite.gz is no .tflite: it is compressed by gzip"),
        ("modle.tflite", "There is no file modle.tflite. hint: Did you mean model.tflite?"),
        ("folder", "The folder folder holds no model. hint: A folder is a SavedModel"),
        ("saved/variables", "hint: Give the SavedModel, which it is a part of"),
        ("weights.h5", "weights.h5 holds weights, and no model that they belong to"),
        ("cut.onnx", "cut.onnx is an ONNX model that is cut off"),
    ],
)
def test_what_is_no_model_is_named_as_it_was_given(
    ask: Ask, tmp_path: Path, given: str, said: str
) -> None:
    for name, content in (
        ("empty.tflite", b""),
        ("model.tflite.gz", gzip.compress(b"x")),
        ("model.tflite", b"x"),
        ("saved/saved_model.pb", b"x"),
        ("saved/variables/x", b"x"),
        ("folder/x", b"x"),
        ("weights.h5", b"\x89HDF\r\n\x1a\n layers"),
        ("cut.onnx", b"\x08\x08\x12\x07pytorch\x3a\xff\x7fgraph"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)

    answer = ask("estimate", given)

    assert answer.code == 2
    assert said in answer.said


def test_an_estimate_says_what_is_not_as_it_was_meant(ask: Ask, tmp_path: Path) -> None:
    writer = ModelWriter()
    source = writer.input((1, 4), dtype="float32")
    weights = writer.constant(np.ones((2, 4), np.float32))
    writer.op("FULLY_CONNECTED", [source, weights, -1], [writer.output((1, 2), dtype="float32")])
    (tmp_path / "real.tflite").write_bytes(writer.bytes())

    answer = ask("estimate", "real.tflite", "-b", "nucleo_l4r5zi")

    assert answer.code == 0
    assert "real.tflite: it computes in float32" in answer.said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[device]\nprt = 'x'", "device.prt is no field (did you mean port?)"),
        ("[device]\nbaud = 'x'", "device.baud should be a whole number, not 'x'"),
        ("[devices]", "devices is no field (did you mean device?)"),
        ("device = 3", "device should be a table of fields, not 3"),
        ("[device]\nwait = -1", "device.wait should be greater than or equal to 0, not -1"),
        ("[device", "is no TOML"),
    ],
)
def test_wrong_settings_are_told_in_words(ask: Ask, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "neurio-gen.toml").write_text(text)

    answer = ask("flash-and-run", MODEL, "-b", "nucleo_l4r5zi")

    assert answer.code == 2
    assert said in answer.said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("modls = []\nboards = ['native']", "models is missing; modls is no field (did you mean"),
        ("models = 'a'\nboards = ['native']", "models should be a list in brackets, not 'a'"),
        (
            "models = ['a']\nboards = ['native']\nlevels = ['fast']",
            "levels.0 should be 'size', 'balanced' or 'speed', not 'fast'. hint",
        ),
    ],
)
def test_a_wrong_file_of_a_sweep_is_told_in_words(
    ask: Ask, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "sweep.toml").write_text(text)

    answer = ask("sweep", "sweep.toml")

    assert answer.code == 2
    assert said in answer.said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("neurio_gen.stack_byte", 4096, "stack_byte is no field (did you mean stack_bytes?)"),
        ("build.f_cpu", "80MHz", "build.f_cpu is '80MHz', and should be in Hz"),
        ("neurio_gen.usb_ids", ["0483"], "the USB id '0483' should be such as '0483:374b'"),
        ("neurio_gen.baud", "fast", "baud should be a whole number, not 'fast'"),
    ],
)
def test_a_wrong_manifest_is_told_in_words(
    ask: Ask, tmp_path: Path, field: str, value: object, said: str
) -> None:
    manifest = json.loads((manifests_dir() / "nucleo_l4r5zi.json").read_text())
    section, _, name = field.partition(".")
    manifest[section][name] = value
    (tmp_path / "mine.json").write_text(json.dumps(manifest))

    answer = ask("--boards", str(tmp_path), "boards", "show", "mine")

    assert answer.code == 2
    assert "The board manifest mine.json is wrong" in answer.said
    assert said in answer.said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys\nsys.exit(3)", "it ends the program, line 2. hint: It is imported"),
        ("x = 1 / 0", "ZeroDivisionError: division by zero, line 1"),
        ("def x(:", "SyntaxError: invalid syntax (suite.py, line 1)"),
    ],
)
def test_a_wrong_suite_is_told_with_its_line(
    ask: Ask, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "suite.py").write_text(text)

    answer = ask("flash-and-run", "-s", "suite.py")

    assert answer.code == 2
    assert said in answer.said


@pytest.mark.parametrize("text", ["\n{% if %}", "\n{{ nothing.here }}", "\n{{ 1 / 0 }}"])
def test_a_wrong_template_is_told_with_file_and_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "suite.cc.j2").write_text(text)

    with pytest.raises(UsageError, match=r"suite\.cc\.j2, line 2 cannot be rendered") as info:
        Renderer([tmp_path]).render("suite.cc.j2")

    assert "docs/override-a-template.md" in str(info.value.hint)
