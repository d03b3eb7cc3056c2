"""TensorFlow's interpreter as the oracle of what TFLite Micro lacks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import tflite_micro

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from neurio_gen.models import obtain_all, tensorflow_process
from neurio_gen.models.jobs import InterpretJob
from neurio_gen.models.tensorflow_oracle import WORKER, tensorflow_outputs, was_asked
from neurio_gen.progress import SILENT
from neurio_gen.workers.worker import Worker


def samples(shape: tuple[int, ...], count: int) -> list[list[np.ndarray]]:
    rng = np.random.default_rng(11)
    return [[rng.integers(-128, 128, shape, np.int8)] for _ in range(count)]


@dataclass(frozen=True)
class Case:
    """A model, samples of its inputs, and what TensorFlow says of them."""

    benchmark: Benchmark
    tflite: bytes
    inputs: list[list[np.ndarray]]
    outputs: list[list[np.ndarray]]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """Two models of the catalogue, run by TensorFlow in one process."""
    benchmarks = find(["conv3d-f32-s2", "batchnorm4d"])
    models = [model.tflite for model in obtain_all([each.source for each in benchmarks])]
    inputs = [samples(each.input_shapes[0], 2) for each in benchmarks]
    jobs = [
        InterpretJob(each.name, model, rows)
        for each, model, rows in zip(benchmarks, models, inputs, strict=True)
    ]
    outputs = tensorflow_process.run(WORKER, jobs, SILENT)
    made = map(Case, benchmarks, models, inputs, outputs)
    return {case.benchmark.name: case for case in made}


def test_a_three_dimensional_convolution_is_what_its_definition_says(
    cases: dict[str, Case],
) -> None:
    # given the model, whose filter is [depth, height, width, in, out], same padding, stride 2
    case = cases["conv3d-f32-s2"]
    benchmark = case.benchmark
    graph = read_model(case.tflite, benchmark.name)
    [convolution] = [op for op in graph.operators if op.kind == "CONV_3D"]
    filters = graph.tensor(convolution.inputs[1]).data
    source = graph.tensor(graph.inputs[0]).quantisation
    target = graph.tensor(graph.outputs[0]).quantisation
    assert filters is not None and source is not None and target is not None

    # when TensorFlow runs it, then every code is that of the sum of products, but for rounding
    for [codes], [output] in zip(case.inputs, case.outputs, strict=True):
        real = (codes[0].astype(np.float64) - source.zero_point) * source.scale
        padded = np.pad(real, [(0, 1), (0, 1), (0, 1), (0, 0)])
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3, 3), axis=(0, 1, 2))
        expected = np.einsum("dhwcxyz,xyzco->dhwo", windows[::2, ::2, ::2], filters)
        codes_expected = np.clip(np.round(expected / target.scale) + target.zero_point, -128, 127)
        assert output.dtype == np.int8
        assert np.abs(output[0] - codes_expected).max() <= benchmark.tolerance


def test_it_agrees_with_tflite_micro_where_both_can(cases: dict[str, Case]) -> None:
    case = cases["batchnorm4d"]
    interpreter = tflite_micro.runtime.Interpreter.from_bytes(case.tflite, arena_size=1_000_000)
    for [codes], [output] in zip(case.inputs, case.outputs, strict=True):
        interpreter.set_input(codes, 0)
        interpreter.invoke()
        np.testing.assert_array_equal(output, interpreter.get_output(0))


def test_what_it_said_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def answer(worker: str, jobs: list[InterpretJob], *_: object) -> list[list[list[np.ndarray]]]:
        assert worker == WORKER
        asked.extend(int(sample[0][0]) for sample in jobs[0].samples)
        return [[[10 * sample[0]] for sample in jobs[0].samples]]

    monkeypatch.setattr(tensorflow_process, "run", answer)
    assert not was_asked(b"m", tmp_path)
    one, both = [[np.int8([1])]], [[np.int8([2])], [np.int8([1])]]
    results = [tensorflow_outputs(b"m", rows, cache_dir=tmp_path) for rows in (one, one, both)]
    assert [[int(row[0][0]) for row in rows] for rows in results] == [[10], [10], [20, 10]]
    assert asked == [1, 2]
    assert was_asked(b"m", tmp_path)
    assert not was_asked(b"n", tmp_path)


def test_models_may_share_a_process(tmp_path: Path) -> None:
    pids, row = set(), [np.array([7], np.int8)]
    with Worker("tests.models.echoing_worker", name="Echo", hint="", seconds=30.0) as worker:
        for model in (b"a", b"b"):
            rows = tensorflow_outputs(model, [row], cache_dir=tmp_path, worker=worker)
            assert [[int(output[0]) for output in each] for each in rows] == [[7]]
            pids.add(worker.pid)
    assert len(pids) == 1


def test_a_model_it_refuses_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ValueError"):
        tensorflow_outputs(b"no model", [[np.int8([0])]], cache_dir=tmp_path)
