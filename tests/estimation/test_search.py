"""An objective for searches: figures, the limit that is broken, or what cannot be asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neurio_gen.errors import UsageError
from neurio_gen.estimation import estimate
from neurio_gen.harness.encoding import dequantise
from neurio_gen.oracle import Oracle
from neurio_gen.search import Objective
from tests.support.model_writer import ModelWriter

DOORBELL = Path(__file__).parents[2] / "examples" / "doorbell.tflite"
BOARD = "nucleo_l4r5zi"


def _without_a_kernel() -> bytes:
    writer = ModelWriter()
    x = writer.input((1, 4), dtype="float32")
    writer.op("ATAN2", [x, x], [writer.output((1, 4), dtype="float32")])
    return writer.bytes()


def test_figures_come_in_the_order_asked_for_from_bytes_or_a_path() -> None:
    objective = Objective(BOARD, ("ram", "latency", "instructions"))
    found = estimate(DOORBELL.read_bytes(), BOARD)
    expected = [found.ram_bytes, found.latency_us, found.instructions]
    assert list(objective(DOORBELL)) == expected
    assert list(objective(DOORBELL.read_bytes())) == expected
    assert objective(DOORBELL).failed is None


def test_a_broken_limit_is_named_and_the_figures_are_there() -> None:
    score = Objective(BOARD, ("instructions",), limits={"ram": 100})(DOORBELL)
    assert score.failed is not None and score.failed.startswith("ram is ")
    assert score.failed.endswith("the limit 100")
    assert score.values["instructions"] > 0


def test_what_kernels_cannot_run_has_failed_and_the_search_goes_on() -> None:
    score = Objective(BOARD)(_without_a_kernel())
    assert score.failed is not None and not score.values


@pytest.mark.parametrize(
    ("metrics", "said"),
    [(("speed",), "'speed' is no metric"), (("energy",), "Energy is measured")],
)
def test_what_cannot_be_asked_is_refused_at_once(metrics: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Objective(BOARD, metrics)


def test_the_int8_networks_own_answers_are_real_numbers_of_all_samples() -> None:
    score = Objective(BOARD)(DOORBELL)
    oracle = Oracle(DOORBELL.read_bytes())
    (given,), (answer,) = oracle.inputs, oracle.outputs
    codes = np.random.default_rng(0).integers(-128, 128, (3, *given.shape[1:]), np.int8)
    expected = [dequantise(answer, oracle.invoke([code])[0])[0] for code in codes]
    assert np.array_equal(score.predict(dequantise(given, codes)), expected)


def test_several_are_measured_at_once_and_what_cannot_run_keeps_its_place(tmp_path: Path) -> None:
    objective = Objective("native", ("ram",), measured=True, output=tmp_path)
    first, out, last = objective.scores([DOORBELL, _without_a_kernel(), DOORBELL])
    assert first.failed is None and first.values["ram"] > 0
    assert first == last
    assert out.failed is not None and "ATAN2" in out.failed and not out.values
