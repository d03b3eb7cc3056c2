"""The engine tflm from the command line, with a library that is really built and run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.command import Outcome, neurio_gen, read_results
from tests.engines.models import FAKE, copying_model, softmax_model

# The arena of the fake library: a table of four tensors of the target's ABI, and 16 bytes for each.
ARENAS = {"native": 4 * 16 + 4 * 16, "mps2_an386": 4 * 8 + 4 * 16}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tflm")
    (made / "copy.tflite").write_bytes(copying_model())
    (made / "softmax.tflite").write_bytes(softmax_model())
    return made


def tflm(folder: Path, *arguments: str | Path, library: Path | str = FAKE) -> Outcome:
    return neurio_gen(
        *arguments, "--engine", "tflm", "-o", "out", cwd=folder, NEURIO_GEN_TFLM=str(library)
    )


@pytest.mark.parametrize("board", ARENAS)
def test_a_model_is_measured_and_right_and_its_arena_found(folder: Path, board: str) -> None:
    # when a model is measured by the interpreter, on inputs that it writes over
    done = tflm(
        folder,
        *("flash-and-run", "--board", board, "--model", "copy.tflite", "--json", "found.json"),
    )
    # then every output byte is right, and the arena is the least that it can be set up in
    assert done.code == 0, done.err
    (result,) = read_results(folder / "found.json")
    assert result["bit_exact"] is True
    assert result["engine"] == "tflm"
    assert result["library"].startswith("fake-tflm 0.0.1, sha256 ")
    assert result["kernels"] == "reference"
    assert result["arena_bytes"] == ARENAS[board]
    assert result["flash_bytes"] > len(copying_model())
    # and what was found is kept: the size is not asked for again
    known = folder / "out" / "arena" / "sizes.json"
    answered = json.loads(known.read_text())
    assert ARENAS[board] in answered.values()
    logs = folder / "out" / "logs" / board
    (logs / "copy.arena.uart.log").unlink()
    again = tflm(folder, "build", "--board", board, "--model", "copy.tflite")
    assert again.code == 0, again.err
    assert not (logs / "copy.arena.uart.log").exists()


def test_layers_are_told_apart_on_an_emulator(folder: Path) -> None:
    done = tflm(folder, "profile", "--model", "copy.tflite", "--json", "profile.json")
    assert done.code == 0, done.err
    (result,) = read_results(folder / "profile.json")
    profile = result["profile"]
    assert profile["unit"] == "instructions"
    assert [layer["operator"] for layer in profile["layers"]] == ["RESHAPE", "RELU", "RESHAPE"]
    counts = [layer["count"] for layer in profile["layers"]]
    assert min(counts) > 20
    assert sum(counts) + profile["overhead"] == profile["total"]


def test_an_arena_that_is_too_small_is_told_in_the_librarys_words(folder: Path) -> None:
    done = tflm(
        folder,
        *("flash-and-run", "--board", "native", "--model", "copy.tflite", "--arena", "80"),
    )
    assert done.code == 1
    assert "Failed to allocate tensor" in done.err


def test_a_model_that_cannot_be_set_up_is_told_in_the_librarys_words(folder: Path) -> None:
    done = tflm(folder, "build", "--board", "native", "--model", "softmax.tflite")
    # the fake resolver has no such operator, and its header says so
    assert done.code == 1
    assert "AddSoftmax" in done.err


def test_two_engines_are_compared(folder: Path) -> None:
    measure = ("flash-and-run", "--model", "copy.tflite")
    assert tflm(folder, *measure).code == 0
    assert neurio_gen(*measure, "-o", "out", cwd=folder).code == 0
    done = neurio_gen("compare", "tflm", "aot", "-o", "out", cwd=folder)
    assert done.code == 0, done.err
    assert "copy" in done.out
    for heading in ("flash", "RAM"):
        assert heading in done.out


def test_without_a_library_nothing_is_built(folder: Path) -> None:
    done = tflm(folder, "build", "--board", "native", "--model", "copy.tflite", library="")
    assert done.code == 2
    assert "needs a library" in done.err
    assert "--tflm" in done.err
