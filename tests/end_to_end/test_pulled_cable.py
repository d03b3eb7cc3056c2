"""A device that goes away in the middle of a suite: what was measured stays, and it is resumed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from neurio_gen.results import read_run
from tests.devices.fake_board import FakeBoard
from tests.end_to_end.command import neurio_gen, read_results
from tests.support.model_writer import ModelWriter

BOARD = "nucleo_l4r5zi"
NAMES = ("first", "second", "third", "fourth")


def rectifier(length: int) -> bytes:
    writer = ModelWriter()
    x = writer.input((1, length), scale=0.1, zero_point=-3)
    y = writer.output((1, length), scale=0.1, zero_point=-3)
    writer.op("RELU", [x], [y])
    return writer.bytes()


@pytest.fixture(scope="module")
def models() -> Mapping[str, bytes]:
    return {name: rectifier(8 + index) for index, name in enumerate(NAMES)}


@pytest.fixture(scope="module")
def files(models: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("models")
    for name, content in models.items():
        (folder / f"{name}.tflite").write_bytes(content)
    return [folder / f"{name}.tflite" for name in models]


@pytest.fixture(scope="module")
def built(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with images of the suite for the board."""
    output = tmp_path_factory.mktemp("output")
    done = neurio_gen("build", "--board", BOARD, *chosen(files), "-o", output)
    assert done.code == 0, done.err
    return output


def chosen(files: list[Path]) -> list[str]:
    return [word for path in files for word in ("--model", str(path))]


def statuses(path: Path) -> list[str]:
    return [result["status"] for result in read_results(path)]


def test_a_pulled_cable_costs_what_was_not_measured_and_no_more(
    built: Path, files: list[Path], models: Mapping[str, bytes], tmp_path: Path
) -> None:
    document = tmp_path / "r.json"
    command = ("run", "--board", BOARD, *chosen(files), "-o", built, "--json", document)

    # given a suite that has measured two models, when the cable is pulled in the third
    with FakeBoard(models, pulled=("third", 3)) as board:
        port = board.port
        pulled = neurio_gen(*command, "--port", port)

    # then the errors say what has happened, and the way on
    assert pulled.code == 1
    disconnected = f"serial port {port} at 115200 baud ended (it was disconnected, or another"
    assert disconnected in pulled.err
    assert "the last bytes were b'" in pulled.err
    assert "Look at the cable" in pulled.err
    assert f"There is no port {port}." in pulled.err
    assert "2 of 4 measured; continue with --resume." in pulled.err
    # and what was measured is kept, in the file of the run and in the document
    (run_file,) = (built / "results").glob("*.jsonl")
    assert [r.status for r in read_run(run_file).results] == ["ok", "ok", "failed", "failed"]
    assert statuses(document) == ["ok", "ok", "failed", "failed"]

    # and given that the board is plugged in again, when the suite is resumed
    with FakeBoard(models) as board:
        resumed = neurio_gen(*command, "--port", board.port, "--resume")
        selected = [said for said in board.commands if said.startswith("select")]

    # then only the rest is measured, and the run is whole
    assert resumed.code == 0, resumed.err
    assert selected == ["select third", "select fourth"]
    assert "2 of 4 known" in resumed.err
    assert statuses(document) == ["ok"] * 4
    assert list((built / "results").glob("*.jsonl")) == [run_file]


MORTAL_QEMU = """\
#!{python}
import os, pathlib, signal, subprocess, sys
starts = pathlib.Path(sys.argv[0]).with_name("starts")
if "-kernel" in sys.argv:
    with starts.open("a") as file:
        file.write("one\\n")
if "-kernel" not in sys.argv or starts.read_text().count("one") != 2:
    os.execv({qemu!r}, [{qemu!r}, *sys.argv[1:]])
child = subprocess.Popen([{qemu!r}, *sys.argv[1:]], stdout=subprocess.PIPE)
said = b""
while said.count(b"m-infer-done") < 3:
    part = os.read(child.stdout.fileno(), 4096)
    said += part
    os.write(1, part)
child.kill()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_emulator_that_is_killed_costs_one_benchmark(
    files: list[Path], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = tmp_path / "r.json"
    # given a QEMU that is killed after three inferences, the second time it is started
    programs = tmp_path_factory.mktemp("programs")
    qemu = shutil.which("qemu-system-arm")
    assert qemu is not None
    program = programs / "qemu-system-arm"
    program.write_text(MORTAL_QEMU.format(python=sys.executable, qemu=qemu))
    program.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    command = ("--board", "mps2_an386", *chosen(files), "-o", tmp_path, "--json", document)

    # when a suite runs on it
    killed = neurio_gen("flash-and-run", *command, PATH=path)

    # then one benchmark has failed, with the reason, and those after it have run on a new QEMU
    assert killed.code == 1
    assert "it ended with signal SIGKILL" in killed.err
    assert "3 of 4 measured; continue with --resume." in killed.err
    assert statuses(document) == ["ok", "failed", "ok", "ok"]

    # and to resume measures that one
    resumed = neurio_gen("run", *command, "--resume", PATH=path)
    assert resumed.code == 0, resumed.err
    assert "3 of 4 known" in resumed.err
    assert statuses(document) == ["ok"] * 4
