"""Which interpreter outputs are compared with is settled before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmarks import OracleKind
from neurio_gen.benchmarks.user_files import from_file
from neurio_gen.compiler import compile_model
from neurio_gen.errors import ModelError
from neurio_gen.models import ObtainedModel, Weights
from neurio_gen.pipeline import reference
from neurio_gen.pipeline.oracle_process import OracleProcess
from tests.support.model_writer import ModelWriter

TILED = from_file(Path("tiled.tflite"))


def model(kind: str, *counts: int) -> ObtainedModel:
    writer = ModelWriter()
    source = writer.input((1, 4), 0.1)
    others = [writer.constant(np.array(counts, np.int32))] if counts else []
    target = writer.output((1, 4 * int(np.prod(counts or (1,)))), 0.1)
    writer.op(kind, [source, *others], [target])
    return ObtainedModel(writer.bytes(), "0" * 64, Weights.FILE, "a test")


@pytest.fixture(scope="module")
def process() -> Iterator[OracleProcess]:
    with OracleProcess() as process:
        yield process


def test_tflite_micro_stays_the_oracle_of_what_it_runs(process: OracleProcess) -> None:
    assert reference.with_reference(process, TILED, model("RELU")) is TILED


def test_what_tflite_micro_lacks_is_left_to_tensorflow(
    process: OracleProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a model that our kernels run and TFLite Micro does not
    tiled = model("TILE", 1, 3)
    compile_model(tiled.tflite, "tiled")
    # where TensorFlow is installed
    monkeypatch.setattr(reference, "has_tensorflow", lambda: True)
    found = reference.with_reference(process, TILED, tiled)
    # then it is compared with, within a code
    assert (found.oracle, found.tolerance) == (OracleKind.TENSORFLOW, 1)


def test_without_tensorflow_the_error_says_what_to_install(
    process: OracleProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "has_tensorflow", lambda: False)
    with pytest.raises(ModelError, match="TILE") as caught:
        reference.with_reference(process, TILED, model("TILE", 1, 3))
    assert "neurio-gen[keras]" in str(caught.value.hint)
