"""What the command line takes, and what it refuses before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.command import ROOT, neurio_gen

DOORBELL = ROOT / "examples" / "doorbell.tflite"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--seed", "1", "--seed", "2"), "given 2 times"),
        (("--board", "nucleo_l4r5zi", "--emulate", "--port", "/dev/ttyACM0"), "either emulated"),
        (("kws01",), "-B kws01"),
        (("convmixer",), "-s convmixer"),
        (("no/*.tflite",), "No file matches"),
    ],
)
def test_a_mistake_is_told_before_anything_is_built(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = neurio_gen("flash-and-run", *arguments, "-o", tmp_path / "out")
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_a_command_of_one_board_refuses_several() -> None:
    done = neurio_gen("run", "-b", "native", "-b", "mps2_an386", DOORBELL)
    assert (done.code, "takes one board" in done.err) == (2, True)


def test_several_models_on_several_boards_in_one_run(tmp_path: Path, workspace: Path) -> None:
    # given a folder with two models, and a board that does not exist between two that do
    for name in ("front", "back"):
        (tmp_path / f"{name}.tflite").write_bytes(DOORBELL.read_bytes())
    done = neurio_gen(
        *("flash-and-run", tmp_path, "-b", "native", "-b", "nowhere", "-b", "mps2_an386"),
        *("-o", workspace, "--json", tmp_path / "r.json"),
    )
    # then the two are measured, a document each, and the command fails for the third
    assert done.code == 2
    assert "nowhere" in done.err
    for board in ("native", "mps2_an386"):
        document = json.loads((tmp_path / f"r-{board}.json").read_text(encoding="utf-8"))
        found = [(each["benchmark"], each["bit_exact"]) for each in document["results"]]
        assert found == [("file/back", True), ("file/front", True)]
