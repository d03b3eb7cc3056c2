"""TFLite Micro in a process of its own: its crash is an error of one model."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.errors import ModelError
from neurio_gen.models.output_store import OutputStore
from neurio_gen.oracle import Oracle
from neurio_gen.pipeline.oracle_process import OracleProcess, ProcessOracle
from neurio_gen.workers.worker import WorkerFailureError
from tests.end_to_end.command import neurio_gen
from tests.support.model_parts import take_apart
from tests.support.model_writer import ModelWriter


def depthwise_model(scale: float = 0.5) -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), 0.5)
    weights = writer.constant(np.ones((1, 3, 3, 2), np.int8), scale)
    bias = writer.constant(np.zeros(2, np.int32), 0.5 * scale)
    target = writer.output((1, 4, 4, 2), 0.5)
    options = {"stride_w": 1, "stride_h": 1, "depth_multiplier": 1, "padding": "SAME"}
    writer.op("DEPTHWISE_CONV_2D", [source, weights, bias], [target], **options)
    return writer.bytes()


@pytest.fixture(scope="module")
def process() -> Iterator[OracleProcess]:
    with OracleProcess() as process:
        yield process


@pytest.fixture
def crashing_model() -> bytes:
    """This release of TFLite Micro ends its process at a depthwise layer's absent bias (-1)."""
    parts = take_apart(depthwise_model())
    operator = parts.operators[0]
    parts.operators[0] = replace(operator, inputs=(*operator.inputs[:2], -1))
    return parts.bytes()


def test_a_crash_is_an_error_and_the_next_model_runs(
    process: OracleProcess, crashing_model: bytes
) -> None:
    with pytest.raises(WorkerFailureError, match=r"run on odd, crashed: it ended with signal SIG"):
        ProcessOracle(process, crashing_model, "odd")
    oracle = ProcessOracle(process, depthwise_model())
    (output,) = oracle.invoke([np.ones((1, 4, 4, 2), np.int8)])
    assert output.shape == (1, 4, 4, 2)


def test_models_take_turns_in_the_process(process: OracleProcess) -> None:
    inputs = [np.arange(32, dtype=np.int8).reshape(1, 4, 4, 2)]
    scales = (0.5, 1.0)
    oracles = [ProcessOracle(process, depthwise_model(scale)) for scale in scales]
    pid = process.pid
    for _ in range(2):
        for oracle, scale in zip(oracles, scales, strict=True):
            (expected,) = Oracle(depthwise_model(scale)).invoke(inputs)
            assert np.array_equal(oracle.invoke(inputs)[0], expected)
    assert process.pid == pid


def test_a_refusal_says_why_and_is_no_crash(process: OracleProcess) -> None:
    parts = take_apart(depthwise_model())
    parts.operators[0] = replace(parts.operators[0], kind="L2_POOL_2D", options={})
    with pytest.raises(ModelError, match=r"^TFLite Micro cannot run odd: .*node") as caught:
        ProcessOracle(process, parts.bytes(), "odd")
    assert not isinstance(caught.value, WorkerFailureError)


def test_an_oracle_that_hangs_is_ended() -> None:
    with OracleProcess() as process:
        oracle = ProcessOracle(process, depthwise_model(), "slow")
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        process.seconds = 0.1
        with pytest.raises(ModelError, match=r"run on slow, gave no sign of life for 0\.1 s"):
            oracle.invoke([np.ones((1, 4, 4, 2), np.int8)])
        process.seconds = 60.0
        assert oracle.invoke([np.ones((1, 4, 4, 2), np.int8)])[0].shape == (1, 4, 4, 2)


def test_what_is_kept_is_not_computed_again(tmp_path: Path) -> None:
    tflite, inputs = depthwise_model(), [np.ones((1, 4, 4, 2), np.int8)]
    with OracleProcess(store=OutputStore(tmp_path)) as process:
        (expected,) = ProcessOracle(process, tflite).invoke(inputs)
    with OracleProcess(store=OutputStore(tmp_path)) as process:
        assert not process.is_known_to_run(depthwise_model(1.0))
        oracle = ProcessOracle(process, tflite)
        assert np.array_equal(oracle.invoke(inputs)[0], expected)
        assert process.pid is None
        assert oracle.invoke([-inputs[0]])[0].shape == expected.shape
        assert process.pid is not None


def test_a_sequence_goes_on_where_what_is_kept_ends(tmp_path: Path) -> None:
    """Given the first steps of a sequence, when other steps follow, then they find its state."""
    tflite = (files("pymicro_wakeword") / "models" / "hey_jarvis.tflite").read_bytes()
    steps = [np.full((1, 3, 40), 10 * i, np.int8) for i in range(7)]
    truth = Oracle(tflite)
    expected = [truth.invoke([step])[0].item() for step in steps]

    def outputs(count: int, process: OracleProcess) -> list[int]:
        oracle = ProcessOracle(process, tflite)
        found = [oracle.invoke([step])[0].item() for step in steps[:count]]
        oracle.reset()
        return [*found, oracle.invoke([steps[0]])[0].item()]

    for count in (3, 5, 7):
        with OracleProcess(store=OutputStore(tmp_path)) as process:
            assert outputs(count, process) == [*expected[:count], expected[0]]
    with OracleProcess(store=OutputStore(tmp_path)) as process:
        assert outputs(7, process) == [*expected, expected[0]]
        assert process.pid is None


def test_a_command_that_is_run_again_does_without_tflite_micro(
    workspace: Path, tmp_path: Path
) -> None:
    """Given a package that ends its process, when all is known, then nobody imports it."""
    model = tmp_path / "m.tflite"
    model.write_bytes(depthwise_model())
    fatal = tmp_path / "fatal" / "tflite_micro"
    fatal.mkdir(parents=True)
    (fatal / "__init__.py").write_text("raise SystemExit(3)")
    where = ("verify", "--model", model, "--board", "native", "-o", workspace, "--samples", "100")
    cache = {"NEURIO_GEN_CACHE": str(tmp_path / "cache")}

    first = neurio_gen(*where, **cache)
    again = neurio_gen(*where, **cache, PYTHONPATH=str(fatal.parent))
    others = neurio_gen(*where, "--seed", "1", **cache, PYTHONPATH=str(fatal.parent))

    assert (first.code, again.code) == (0, 0)
    assert "exact, 100 of 100 inputs" in again.out
    assert others.code != 0 and "TFLite Micro, run on file/m, crashed" in others.err


def test_a_command_ends_with_one_clear_error(crashing_model: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(crashing_model)
    done = neurio_gen("verify", "--model", path, "--board", "native", "-o", tmp_path / "build")
    assert done.code == 2
    assert "Traceback" not in done.err
    (error,) = [line for line in done.err.splitlines() if line.startswith("error:")]
    assert "run on file/odd, crashed: it ended with signal SIG" in error
    assert "hint:" in done.err
