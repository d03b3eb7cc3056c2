"""Mistakes in scripts: what went wrong comes with what to do."""

from __future__ import annotations

import sys
import traceback

import numpy as np
import pytest

from neurio_gen.benchmark import LayerBasedBenchmark
from neurio_gen.errors import UsageError
from neurio_gen.models.network import Network


@pytest.mark.skipif(sys.version_info < (3, 11), reason="notes came with Python 3.11")
def test_a_traceback_ends_with_the_hint() -> None:
    with pytest.raises(UsageError) as caught:
        LayerBasedBenchmark("conv9d-*")
    assert caught.value.hint is not None
    text = "".join(traceback.format_exception(caught.value))
    assert text.rstrip().endswith(f"hint: {caught.value.hint}")


def test_one_array_calibrates_a_model_of_one_input() -> None:
    samples = np.zeros((100, 4), np.float32)
    network = Network("a model", samples)
    assert len(network.calibration) == 1
    assert network.calibration[0] is samples
