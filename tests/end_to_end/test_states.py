"""Streaming wake words through the firmware: sequences of steps, begun by reset%."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from tests.end_to_end.command import neurio_gen, read_results

_MODELS = files("pymicro_wakeword") / "models"


def _verified(name: str, steps: int, folder: Path, *where: str) -> None:
    with as_file(_MODELS / f"{name}.tflite") as model:
        document = folder / f"{name}.json"
        command = ("verify", *where, "--samples", str(steps), "--model", model)
        done = neurio_gen(*command, "-o", folder, "--json", document)
    assert done.code == 0, done.err
    assert f"exact, {steps} of {steps} inputs" in done.out
    (result,) = read_results(document)
    assert result["state_bytes"] > 0
    assert result["bit_exact"] is True


def test_a_sequence_of_steps_is_verified_between_resets(workspace: Path) -> None:
    _verified("okay_nabu", 45, workspace, "--board", "native")


def test_the_wake_words_are_a_suite(workspace: Path) -> None:
    document = workspace / "suite.json"
    command = ("verify", "--board", "native", "--samples", "6")
    done = neurio_gen(*command, "-B", "wake_word/hey_*", "-o", workspace, "--json", document)
    assert done.code == 0, done.err
    found = {result["benchmark"]: result["bit_exact"] for result in read_results(document)}
    assert found == {"wake_word/hey_jarvis": True, "wake_word/hey_mycroft": True}


@pytest.mark.slow
@pytest.mark.parametrize("board", [("mps2_an386",), ("nucleo_l4r5zi", "--emulate")])
def test_200_steps_of_all_wake_words_with_two_resets(
    board: tuple[str, ...], workspace: Path
) -> None:
    document = workspace / "steps.json"
    command = ("verify", "--suite", "wake_word", "--samples", "200", "--board", *board)
    done = neurio_gen(*command, "-o", workspace, "--json", document)
    assert done.code == 0, done.err
    assert [result["bit_exact"] for result in read_results(document)] == 4 * [True]
    # three sequences each, and what the firmware did in each step was compared
    resets = [log.read_text().count("> reset%") for log in workspace.glob(f"logs/{board[0]}/*.log")]
    assert resets.count(3) >= 4


def test_a_step_is_timed_from_the_state_that_the_one_before_left(workspace: Path) -> None:
    with as_file(_MODELS / "hey_jarvis.tflite") as model:
        document = workspace / "timed.json"
        command = ("flash-and-run", "--board", "mps2_an386", "--model", model)
        done = neurio_gen(*command, "-o", workspace, "--json", document)
    assert done.code == 0, done.err
    assert "one step of a sequence" in " ".join(done.out.split())
    (result,) = read_results(document)
    assert result["bit_exact"] is True
    assert result["instructions"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["okay_nabu", "alexa", "hey_jarvis", "hey_mycroft"])
@pytest.mark.parametrize("where", [("mps2_an386",), ("nucleo_l4r5zi", "--emulate")])
def test_two_hundred_steps_with_two_resets(
    name: str, where: tuple[str, ...], workspace: Path
) -> None:
    _verified(name, 200, workspace, "--board", *where)
