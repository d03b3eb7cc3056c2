"""Two commands, or two checkouts, with one output folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from neurio_gen.boards import load_board
from neurio_gen.build import find_image
from neurio_gen.codegen import GeneratedImage
from neurio_gen.errors import BuildError
from neurio_gen.pipeline.claim import claimed
from neurio_gen.progress import Progress
from neurio_gen.results import read_run
from tests.end_to_end.command import ROOT, SECONDS, neurio_gen, read_results
from tests.support.model_writer import ModelWriter


def rectifier(path: Path, length: int) -> Path:
    """A model of that length; one name may stand for several."""
    writer = ModelWriter()
    x = writer.input((1, length), scale=0.1, zero_point=-3)
    y = writer.output((1, length), scale=0.1, zero_point=-3)
    writer.op("RELU", [x], [y])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(writer.bytes())
    return path


def test_two_commands_at_once_take_turns_to_build(tmp_path: Path) -> None:
    # given two commands that build another image under the same name in the same folder
    output = tmp_path / "build"
    documents = [tmp_path / f"{number}.json" for number in range(2)]
    commands = [
        [
            *(sys.executable, "-m", "neurio_gen", "flash-and-run", "--board", "native"),
            *("--model", str(rectifier(tmp_path / str(number) / "same.tflite", 8 + number))),
            *("--model", str(rectifier(tmp_path / str(number) / f"own{number}.tflite", 20))),
            *("-o", str(output), "--json", str(document)),
        ]
        for number, document in enumerate(documents)
    ]
    # when they run at the same time
    children = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for command in commands
    ]
    said = [child.communicate(timeout=SECONDS)[1] for child in children]
    # then each has its own right results, or says that the other has replaced its image
    assert any("Waiting for another neurio-gen" in text for text in said)
    for child, text, document in zip(children, said, documents, strict=True):
        results = read_results(document)
        assert results[1]["status"] == "ok", text
        assert results[1]["bit_exact"] is True
        if results[0]["status"] != "ok":
            assert child.returncode == 1
            assert "has replaced the image same since it was built" in text
            assert "folders of their own by --output" in text
    assert any(child.returncode == 0 for child in children)
    # and no result is lost
    runs = [read_run(path) for path in (output / "results").glob("*.jsonl")]
    assert sorted(len(run.results) for run in runs) == [2, 2]
    assert all(run.problems == () for run in runs)


def test_an_image_of_something_else_is_not_measured(tmp_path: Path) -> None:
    output = tmp_path / "build"
    model = rectifier(tmp_path / "same.tflite", 8)
    done = neurio_gen("build", "--board", "native", "--model", model, "-o", output)
    assert done.code == 0, done.err
    # given other contents under the name of the model
    rectifier(model, 9)
    other = neurio_gen("run", "--board", "native", "--model", model, "-o", output)
    assert other.code == 1
    assert "The image of file/same is of another model: sha256 " in other.err
    # and given another image where it was built
    (elf,) = output.rglob("same.elf")
    generated = GeneratedImage("same", output / "generated" / "native" / "same", ())
    image = find_image(load_board("native"), generated, output)
    assert image is not None
    image.check()
    elf.write_bytes(elf.read_bytes() + b"\0")
    with pytest.raises(BuildError, match="has replaced the image same"):
        image.check()


def test_a_folder_that_is_never_free_is_told(tmp_path: Path) -> None:
    with (
        FileLock(tmp_path / ".lock"),
        pytest.raises(BuildError, match=r"Another neurio-gen has been building in .* 0.2 s"),
        claimed(tmp_path, Progress(), timeout=0.2),
    ):
        pass


def test_a_second_checkout_builds_its_own_sources_in_the_same_folder(tmp_path: Path) -> None:
    # given a second checkout whose firmware says something else
    checkout = tmp_path / "second"
    for name in ("firmware", "templates", "neurio_gen"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "platformio.ini", checkout)
    wire = checkout / "firmware" / "harness" / "protocol_text.h"
    text = wire.read_text(encoding="utf-8")
    assert "ULPMark" in text
    wire.write_text(text.replace("ULPMark", "Another"), encoding="utf-8")
    model = rectifier(tmp_path / "same.tflite", 8)
    arguments = ["build", "--board", "native", "--model", str(model), "-o", str(tmp_path / "out")]

    def built_by(place: Path) -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "neurio_gen", *arguments],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(place)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        (elf,) = (tmp_path / "out").rglob("same.elf")
        return elf.read_bytes()

    # when both build in one folder, one after the other, then each has built its own sources
    assert b"ULPMark" in built_by(ROOT)
    assert b"Another for tinyML" in built_by(checkout)
