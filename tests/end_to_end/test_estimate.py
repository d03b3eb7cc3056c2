"""The answer without a board: emulated boards with a timing model tell estimated milliseconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from neurio_gen.benchmark import ModelBenchmark
from neurio_gen.devices import device
from neurio_gen.pipeline.modes import estimate
from tests.end_to_end.command import ROOT, neurio_gen, read_results

MODEL = ROOT / "examples" / "doorbell.tflite"
EMULATED = ("--board", "nucleo_l4r5zi", "--emulate")


@pytest.fixture(scope="module")
def output(workspace: Path) -> Path:
    return workspace / "estimate"


def measured(output: Path, command: str, *options: str) -> tuple[dict[str, Any], str]:
    """The result of the example, and what the command printed."""
    document = output.with_suffix(f".{command}.json")
    done = neurio_gen(command, MODEL, *options, "-o", output, "--json", document)
    assert done.code == 0, done.err
    (result,) = read_results(document)
    return result, done.out


def test_an_emulated_board_tells_estimated_milliseconds(output: Path) -> None:
    """Given an emulated board, when timed and when profiled, then both estimate the same."""
    timed, printed = measured(output, "flash-and-run", *EMULATED)
    profiled, chart = measured(output, "profile", *EMULATED)

    cycles = timed["estimated_cycles"]
    assert cycles == profiled["estimated_cycles"] > timed["instructions"]
    assert timed["estimated_latency_us"] == pytest.approx(cycles / 120)
    assert timed["estimate_band_percent"] == [-5.0, 4.0]
    assert (timed["latency_us"], timed["bit_exact"], timed["samples"]) == (None, True, 5)
    assert "est. time" in printed
    assert "estimated cycles at 120 MHz, no measurement" in printed
    assert "-5 to +4 %" in printed
    assert "ms at 120 MHz" in chart


def test_python_has_the_same_estimate(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an image whose inference was watched, when it is timed again, then it is not watched
    again."""
    monkeypatch.setattr(estimate, "estimate", pytest.fail)

    run = ModelBenchmark(MODEL).run_on(device("nucleo_l4r5zi", emulate=True), output=output)
    (result,) = run
    assert result.estimated_latency_us is not None
    assert "est. time" in str(run)
    assert run.rows()[0]["estimated_cycles"] == result.estimated_cycles


def test_a_board_without_a_timing_model_estimates_nothing(output: Path) -> None:
    result, printed = measured(output, "flash-and-run", "--board", "mps2_an386")

    assert result["estimated_cycles"] is None
    assert result["estimated_latency_us"] is None
    assert "est." not in printed
