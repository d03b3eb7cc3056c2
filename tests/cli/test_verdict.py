"""Exit codes of commands that work on benchmarks."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.cli.groups import Selection
from neurio_gen.cli.verdict import conclude
from neurio_gen.errors import (
    DeviceError,
    DoesNotFitError,
    MismatchError,
    NeurioGenError,
    UnsupportedModelError,
)

TOO_BIG = DoesNotFitError("ic02", "RAM", 126_128, 98_304)
SUITE = {"tiny_ml_perf/kws01": None, "tiny_ml_perf/ic02": TOO_BIG}


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        (Selection(), 0),
        (Selection(suite=["tiny_ml_perf"]), 0),
        (Selection(benchmark=["tiny_ml_perf/*"]), 0),
        (Selection(benchmark=["ic0?"]), 0),
        (Selection(benchmark=["ic02"]), 1),
        (Selection(benchmark=["kws01", "TINY_ML_PERF/ic02"]), 1),
        (Selection(benchmark=["mine.py:ic02"]), 1),
        (Selection(suite=["tiny_ml_perf"], strict=True), 1),
    ],
)
def test_what_a_board_cannot_hold(
    selection: Selection, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given a suite with one too many for a board, when all else ran, then only names are missed.

    The bytes are told in any case.
    """
    assert conclude(selection, SUITE) == code
    told = capsys.readouterr().err
    assert told.startswith("error:" if code else "left out:")
    assert "ic02 needs 126,128 bytes of RAM, the board has 98,304" in told


def test_a_board_that_can_hold_nothing() -> None:
    """Given a suite of which nothing fits, when run, then that is a failure."""
    assert conclude(Selection(), {"suite/a": TOO_BIG, "suite/b": TOO_BIG}) == 1


@pytest.mark.parametrize("error", [MismatchError("differs"), DeviceError("gone")])
def test_what_went_wrong_stays_a_failure(error: NeurioGenError) -> None:
    """Given a run that failed beside one that does not fit, when concluded, then it failed."""
    assert conclude(Selection(), {**SUITE, "tiny_ml_perf/ad01": error}) == 1


def test_a_file_of_ones_own() -> None:
    """Given a user's model, when it is refused, then its own exit code tells why."""
    selection = Selection(model=[Path("my.tflite")])
    assert conclude(selection, {"file/my": UnsupportedModelError("my.tflite", ["no"])}) == 2
    assert conclude(selection, {"file/my": TOO_BIG, "tiny_ml_perf/kws01": None}) == 1


def test_all_well() -> None:
    assert conclude(Selection(), {"tiny_ml_perf/kws01": None}) == 0
