"""The five modes by the Python API, and a sixth that is added from outside."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmark import (
    AccuracyMode,
    BenchmarkResult,
    Built,
    DeviceMode,
    Finding,
    LayerBasedBenchmark,
    Measurable,
    ModelBenchmark,
    PerformanceMode,
    Place,
    ProfileMode,
    Request,
    Steps,
    VerifyMode,
)
from neurio_gen.benchmarks import Benchmark
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Isa
from neurio_gen.errors import ProtocolError, UsageError
from neurio_gen.results import read_runs
from tests.end_to_end.command import ROOT, neurio_gen

DOORBELL = ROOT / "examples" / "doorbell.tflite"
INPUTS = 3


class Repeatability(DeviceMode):
    """How many answers there are to one input."""

    name = "repeatability"

    def steps(self, benchmark: Benchmark) -> int:
        return INPUTS

    def measure(self, request: Request, item: Built, place: Place, steps: Steps) -> Finding:
        place.session.select(item.image_model.id)
        place.session.load(bytes(item.input_bytes))
        answers = set()
        for _ in range(INPUTS):
            place.session.infer(1, 0)
            answers.add(place.session.results())
            steps.done()
        return Finding(
            {
                "samples": INPUTS,
                "bit_exact_reason": "compared with itself only",
                "details": {"answers": len(answers)},
            }
        )


class Broken(Repeatability):
    def measure(self, request: Request, item: Built, place: Place, steps: Steps) -> Finding:
        raise ProtocolError("the cable fell out")


class Expectation(Repeatability):
    """What the oracle says of one input, whatever the device does."""

    name = "expectation"

    def measure(self, request: Request, item: Measurable, place: Place, steps: Steps) -> Finding:
        oracle = item.oracle(request, 1)
        zeros = [np.zeros(tensor.shape, tensor.dtype.value) for tensor in oracle.inputs]
        (output,) = oracle.invoke(zeros)
        return Finding({"bit_exact_reason": "not run", "details": {"codes": output.size}})


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("modes")


def layers(output: Path, mode: DeviceMode, *, resume: bool = False) -> BenchmarkResult:
    # of those that test_benchmark.py runs: TensorFlow is not started again
    return LayerBasedBenchmark(["dense-128-32", "relu"]).run_on(
        "native", mode, output=output, resume=resume
    )


def test_a_mode_from_outside_is_one_class(output: Path, tmp_path: Path) -> None:
    """Given a class with two methods, when it runs, then it has all that our modes have."""
    results = layers(output, Repeatability())
    # its results are of the contract, with its own figures
    assert [(r.mode, r.status, r.device) for r in results] == [
        ("repeatability", "ok", "native")
    ] * 2
    assert [r.details for r in results] == [{"answers": 1}] * 2
    assert all(r.flash_bytes and r.time_base == "host-clock" for r in results)
    # its table has its figures, and its document can be read again
    assert "answers" in str(results)
    saved = json.loads(results.save(tmp_path / "r.json").read_text())
    assert saved["results"][0]["details"] == {"answers": 1}
    shown = neurio_gen("results", "show", "latest", "--output", output)
    assert "repeatability" in shown.out
    # it can ask the oracle
    (expected,) = ModelBenchmark(DOORBELL).run_on("native", Expectation(), output=output)
    assert expected.details == {"codes": 2}
    # where nothing can be measured, its first reason is raised
    with pytest.raises(ProtocolError, match="the cable fell out"):
        layers(output, Broken())


def test_resuming_keeps_what_is_of_the_same_mode_and_inputs(output: Path) -> None:
    layers(output, VerifyMode(2))
    runs = len(list(read_runs(output / "results")))
    # the same again is there already, other modes and other inputs are not
    again = layers(output, VerifyMode(2), resume=True)
    assert [r.samples for r in again] == [2, 2]
    assert len(list(read_runs(output / "results"))) == runs
    layers(output, VerifyMode(3), resume=True)
    layers(output, PerformanceMode(inputs=1), resume=True)
    assert len(list(read_runs(output / "results"))) == runs + 2


def test_verify_and_profile(output: Path) -> None:
    (verified,) = ModelBenchmark(DOORBELL).run_on("native", VerifyMode(2), output=output)
    assert (verified.mode, verified.bit_exact, verified.samples) == ("verify", True, 2)
    mode = ProfileMode()
    profiled = ModelBenchmark(DOORBELL).run_on("native", mode, output=output)
    assert profiled[0].profile is not None
    assert profiled[0].profile.total == mode.profiles["file/doorbell"].total
    assert "most of it" in str(profiled)


def test_accuracy_is_of_one_data_set(output: Path, tmp_path: Path) -> None:
    """Given a data set, when its labels change, then a resumed run does not take the old result."""
    benchmark = ModelBenchmark(DOORBELL)
    with pytest.raises(UsageError, match="needs a data set"):
        benchmark.run_on("native", AccuracyMode(), output=output)
    for number in range(3):
        (tmp_path / f"{number}.bin").write_bytes(bytes([40 * number]) * input_bytes())
    labels = tmp_path / "y_labels.csv"
    for classes in ((0, 1, 0), (0, 0, 1)):
        labels.write_text("".join(f"{n}.bin,2,{c}\n" for n, c in enumerate(classes)))
        results = benchmark.run_on("native", AccuracyMode(tmp_path), output=output, resume=True)
        quality = results["doorbell"].quality
        assert quality is not None
        assert (quality.inputs, quality.files) == (3, 3)
        assert "Top-1" in str(results)
    accuracies = [r for run in read_runs(output / "results") for r in run.results if r.quality]
    assert len({r.quality.dataset_sha256 for r in accuracies if r.quality}) == 2


def input_bytes() -> int:
    """What the doorbell takes for one inference."""
    plan = compile_model(DOORBELL.read_bytes(), "doorbell", Isa.GENERIC)
    return sum(port.nbytes for port in plan.inputs)
