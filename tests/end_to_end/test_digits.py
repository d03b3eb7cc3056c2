"""The digits: real data on every machine, as a float model and as int8 through the firmware."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.command import neurio_gen, read_results


@pytest.mark.parametrize("board", ["mps2_an386", pytest.param("native", marks=pytest.mark.slow)])
def test_digits_are_read_by_the_firmware(board: str, workspace: Path) -> None:
    document = workspace / f"digits-{board}.json"
    done = neurio_gen(
        *("flash-and-run", "--board", board, "-B", "digits-cnn", "-o", workspace),
        *("--mode", "accuracy", "--json", document),
    )

    assert done.code == 0, done.err
    (result,) = read_results(document)
    quality = result["quality"]
    assert (quality["files"], result["weights"]) == (360, "trained")
    assert quality["top1"] >= 0.95
    assert quality["top1_fp32"] >= 0.95
    assert abs(quality["top1"] - quality["top1_fp32"]) <= 0.02
    assert quality["auc"] >= 0.99
