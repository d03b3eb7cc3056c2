"""Mistakes in scripts: what went wrong comes with what to do."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmark import (
    AccuracyMode,
    LayerBasedBenchmark,
    ModelBenchmark,
    PerformanceMode,
    VerifyMode,
)
from neurio_gen.errors import UsageError
from neurio_gen.estimation import estimate
from neurio_gen.models.network import Network


@pytest.mark.skipif(sys.version_info < (3, 11), reason="notes came with Python 3.11")
def test_a_traceback_ends_with_the_hint() -> None:
    with pytest.raises(UsageError) as caught:
        LayerBasedBenchmark("conv9d-*")
    assert caught.value.hint is not None
    text = "".join(traceback.format_exception(caught.value))
    assert text.rstrip().endswith(f"hint: {caught.value.hint}")


DOORBELL = Path(__file__).resolve().parents[2] / "examples" / "doorbell.tflite"


@pytest.mark.parametrize(
    ("call", "said", "hint"),
    [
        (ModelBenchmark, "No model is named", "ModelBenchmark('my.tflite')"),
        (
            lambda: ModelBenchmark(DOORBELL).run_on("native", "verify"),
            "not 'verify'",
            "VerifyMode(samples=20)",
        ),
        (
            lambda: ModelBenchmark(DOORBELL).run_on("native", VerifyMode),
            "A mode is an object",
            "VerifyMode(samples=20)",
        ),
        (
            lambda: ModelBenchmark(DOORBELL).run_on("native", AccuracyMode("none-such")),
            "There is no y_labels.csv in none-such",
            "official data sets",
        ),
        (lambda: PerformanceMode(inputs=0), "0 is no number of inputs", "1 at least"),
        (lambda: VerifyMode(samples=-1), "-1 is no number of samples", "1 at least"),
        (lambda: VerifyMode(samples="x"), "'x' is no number of samples", "1 at least"),
        (lambda: estimate("my.tflite", "nucleo_l4r5zi"), "not 'my.tflite'", "read_bytes()"),
    ],
)
def test_what_scripts_get_wrong_is_told_before_any_work(
    call: Callable[[], object], said: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        call()
    assert said in caught.value.message
    assert hint in str(caught.value.hint)


def test_one_array_calibrates_a_model_of_one_input() -> None:
    samples = np.zeros((100, 4), np.float32)
    network = Network("a model", samples)
    assert len(network.calibration) == 1
    assert network.calibration[0] is samples
