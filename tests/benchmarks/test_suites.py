"""What the built suites hold, and that every model of theirs is what the entry says."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import tflite_micro

from neurio_gen.benchmarks import Benchmark, OracleKind, digits, find
from neurio_gen.compiler.graph import DType, Graph
from neurio_gen.compiler.reader import read_model
from neurio_gen.models import ModelOptions, Weights, obtain, obtain_all
from neurio_gen.models.digits_data import load

LAYERS = """
    conv1d-f32-s1 conv1d-f32-s2 conv1d-f64-s1 conv1d-f64-s2
    conv2d-f32-s1 conv2d-f32-s2 conv2d-f64-s1 conv2d-f64-s2
    conv2d-f32-k1 conv2d-f32-k3 conv2d-f32-k5 conv2d-f64-k7
    depthwise2d-f32-s1 depthwise2d-f32-s2 depthwise2d-f64-s1 depthwise2d-f64-s2
    conv3d-f32-s1 conv3d-f32-s2 conv3d-f64-s1 conv3d-f64-s2
    dense-128-32 dense-256-64 dense-512-128 dense-1024-256
    avgpool1d-2-s1 avgpool1d-2-s2 avgpool1d-4-s2 avgpool1d-7-s1
    maxpool1d-2-s1 maxpool1d-2-s2 maxpool1d-4-s2 maxpool1d-7-s1
    avgpool2d-2-s1 avgpool2d-2-s2 avgpool2d-4-s2 avgpool2d-7-s1
    maxpool2d-2-s1 maxpool2d-2-s2 maxpool2d-4-s2 maxpool2d-7-s1
    relu sigmoid relu6 tanh
    batchnorm1d batchnorm2d batchnorm3d batchnorm4d
    reshape1d reshape2d reshape3d reshape4d
    pad1d-zero pad1d-constant pad1d-reflect pad1d-symmetric
    pad2d-zero pad2d-constant pad2d-reflect pad2d-symmetric
"""
CELLS = """
    skip-concatenate-2 skip-add-2 skip-concatenate-4 skip-add-4
    resnet-conv-64 resnet-identity-64 resnet-conv-128 resnet-identity-128
    densenet1d-32 densenet1d-64 densenet2d-32 densenet2d-64
    inception1d-naive inception1d-reduction inception2d-naive inception2d-reduction
    mobilenet-32 mobilenet-64 mobilenet-128 mobilenet-256
    classifier-average classifier-global
"""
MIXERS = """
    convmixer-32-w32-d4 convmixer-32-w64-d4 convmixer-32-w64-d8
    convmixer-96-w32-d4 convmixer-96-w64-d8 convmixer-768-32
"""

RAM = 256 * 1024
QUICK = (*find(["layer-based", "cell-based", "digits"]), *find(["convmixer-32-w32-d4"]))


@pytest.fixture(scope="module", autouse=True)
def all_in_one_process() -> None:
    obtain_all([benchmark.source for benchmark in QUICK])


def graph_of(benchmark: Benchmark) -> Graph:
    return read_model(obtain(benchmark.source).tflite, benchmark.name)


@pytest.mark.parametrize(
    ("suite", "names"), [("layer-based", LAYERS), ("cell-based", CELLS), ("convmixer", MIXERS)]
)
def test_a_suite_holds_these_entries_in_this_order(suite: str, names: str) -> None:
    assert [benchmark.name for benchmark in find([suite])] == names.split()


@pytest.mark.parametrize("benchmark", QUICK, ids=lambda b: b.id)
def test_a_model_is_int8_with_a_batch_of_one_and_the_stated_input(benchmark: Benchmark) -> None:
    graph = graph_of(benchmark)
    ports = [graph.tensor(i) for i in (*graph.inputs, *graph.outputs)]
    assert tuple(graph.tensor(i).shape for i in graph.inputs) == benchmark.input_shapes
    assert all(port.dtype is DType.INT8 and port.shape[0] == 1 for port in ports)
    has_float = any(tensor.dtype is DType.FLOAT32 for tensor in graph.tensors)
    assert has_float == (benchmark.oracle is OracleKind.TENSORFLOW)


@pytest.mark.parametrize("benchmark", QUICK, ids=lambda b: b.id)
def test_every_step_fits_a_small_microcontroller(benchmark: Benchmark) -> None:
    graph = graph_of(benchmark)
    for op in graph.operators:
        tensors = [graph.tensor(i) for i in (*op.inputs, *op.outputs) if i is not None]
        assert sum(tensor.nbytes for tensor in tensors if not tensor.is_constant) < RAM


@pytest.mark.parametrize(
    "benchmark", [b for b in QUICK if b.oracle is OracleKind.TFLITE_MICRO], ids=lambda b: b.id
)
def test_tflite_micro_runs_it_and_the_output_follows_the_input(benchmark: Benchmark) -> None:
    content = obtain(benchmark.source).tflite
    interpreter = tflite_micro.runtime.Interpreter.from_bytes(content, arena_size=1_000_000)
    rng = np.random.default_rng(3)
    outputs = []
    for _ in range(2):
        interpreter.set_input(rng.integers(-128, 128, benchmark.input_shapes[0], np.int8), 0)
        interpreter.invoke()
        outputs.append(interpreter.get_output(0))
    assert np.mean(outputs[0] != outputs[1]) > 0.4
    # neither dead nor saturated: no code makes up most of what comes out
    _, counts = np.unique(np.stack(outputs), return_counts=True)
    assert counts.max() < 0.7 * counts.sum()


@pytest.mark.parametrize("benchmark", find(["conv3d-*"]), ids=lambda b: b.id)
def test_the_float_convolution_stands_between_quantised_ports(benchmark: Benchmark) -> None:
    kinds = [op.kind for op in graph_of(benchmark).operators]
    assert kinds == ["DEQUANTIZE", "CONV_3D", "QUANTIZE"]
    assert benchmark.tolerance == 1


def test_another_seed_makes_another_model_of_the_same_architecture(tmp_path: Path) -> None:
    [benchmark] = find(["dense-128-32"])
    other = obtain(benchmark.source, ModelOptions(cache_dir=tmp_path, seed=1))
    usual = obtain(benchmark.source)
    assert other.sha256 != usual.sha256
    assert other.facts == usual.facts
    assert other.weights is usual.weights is Weights.RANDOM


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["digits", "ic02"])
def test_the_bytes_do_not_depend_on_the_number_of_cores(pattern: str, tmp_path: Path) -> None:
    [source] = [getattr(b.source, "fallback", b.source) for b in find([pattern])]
    cores = os.sched_getaffinity(0)
    usual = obtain(source, ModelOptions(cache_dir=tmp_path / "all cores"))
    os.sched_setaffinity(0, {min(cores)})
    try:
        alone = obtain(source, ModelOptions(cache_dir=tmp_path / "one core"))
    finally:
        os.sched_setaffinity(0, cores)
    assert alone == usual


def test_the_digits_are_recognised_by_the_quantised_network() -> None:
    [benchmark] = find(["digits"])
    model, data = obtain(benchmark.source), load()
    interpreter = tflite_micro.runtime.Interpreter.from_bytes(model.tflite)
    right = 0
    for pixels, label in zip(data.test_pixels, data.test_labels, strict=True):
        interpreter.set_input((pixels.astype(int) - 128).astype(np.int8)[np.newaxis], 0)
        interpreter.invoke()
        right += int(interpreter.get_output(0).argmax() == label)
    assert model.weights is Weights.TRAINED
    assert model.facts["accuracy_fp32"] > 0.97
    assert right / len(data.test_labels) > 0.97


def test_the_digits_are_written_in_the_official_layout(tmp_path: Path) -> None:
    folder, data = digits.write_dataset(tmp_path / "digits"), load()
    lines = (folder / "y_labels.csv").read_text().splitlines()
    assert len(lines) == len(data.test_labels) == len(list(folder.glob("*.bin")))
    for line, pixels, label in zip(lines, data.test_pixels, data.test_labels, strict=True):
        name, classes, number = line.split(",")
        assert (int(classes), int(number)) == (10, label)
        assert (folder / name).read_bytes() == pixels.tobytes()


@pytest.mark.slow
@pytest.mark.parametrize("benchmark", find(["convmixer-*-w*"]), ids=lambda b: b.id)
def test_tflite_micro_runs_every_scaled_convmixer(benchmark: Benchmark) -> None:
    content = obtain(benchmark.source).tflite
    interpreter = tflite_micro.runtime.Interpreter.from_bytes(content, arena_size=2_000_000)
    interpreter.set_input(np.zeros(benchmark.input_shapes[0], np.int8), 0)
    interpreter.invoke()
    assert len(np.unique(interpreter.get_output(0))) > 5
