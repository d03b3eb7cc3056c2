"""The engine tflm from the command line, with a library that is really built and run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from neurio_gen.benchmark import ModelBenchmark, TflmEngine, VerifyMode
from tests.end_to_end.command import ROOT, Outcome, neurio_gen, read_results
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


@pytest.mark.parametrize("board", [pytest.param("native", marks=pytest.mark.slow), "mps2_an386"])
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


@pytest.mark.slow
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


def test_the_commands_of_the_page_compare_two_engines(folder: Path) -> None:
    # given the page's first commands, with a model and a library that are at hand
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(neurio-gen .+?)```", page, re.DOTALL)
    assert block is not None
    text = block[1].replace("-B kws01", "--model copy.tflite").replace("../tflite-micro", str(FAKE))
    # when they are run
    ran = [
        neurio_gen(*shlex.split(line)[1:], "-o", "page", cwd=folder) for line in text.splitlines()
    ]
    # then the last of them shows ratio, flash and RAM of both
    assert [done.code for done in ran] == [0, 0, 0], ran[-1].err
    for word in ("copy", "B / A", "flash A", "flash B", "RAM A", "engine tflm", "engine aot"):
        assert word in ran[-1].out


def test_models_that_share_an_image_are_set_up_anew_in_one_arena(folder: Path) -> None:
    # given a suite of two models, which one image holds
    (folder / "large.tflite").write_bytes(copying_model(6))
    (folder / "suite.py").write_text(
        "from neurio_gen.benchmarks import Suite\n"
        "suite = Suite('two')\n"
        "suite.tflite('copy.tflite')\n"
        "suite.tflite('large.tflite')\n"
    )
    # when both are compared with the reference, one after the other
    done = tflm(folder, "verify", "-s", "suite.py", "--board", "native", "--samples", "2")
    # then both are right
    assert done.code == 0, done.err
    assert done.out.count("exact") == 2


def test_the_python_api_takes_the_engine(folder: Path) -> None:
    results = ModelBenchmark(folder / "copy.tflite").run_on(
        "native", VerifyMode(samples=1), engine=TflmEngine(str(FAKE)), output=folder / "out"
    )
    (result,) = results
    assert (result.engine, result.bit_exact) == ("tflm", True)


def test_without_a_library_nothing_is_built(folder: Path) -> None:
    done = tflm(folder, "build", "--board", "native", "--model", "copy.tflite", library="")
    assert done.code == 2
    assert "needs a library" in done.err
    assert "--tflm" in done.err
