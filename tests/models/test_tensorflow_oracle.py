"""TensorFlow's interpreter as the oracle of what TFLite Micro lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tflite_micro

from neurio_gen.benchmarks import find
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from neurio_gen.models import obtain, tensorflow_process
from neurio_gen.models.jobs import InterpretJob
from neurio_gen.models.tensorflow_oracle import tensorflow_outputs


def samples(shape: tuple[int, ...], count: int) -> list[list[np.ndarray]]:
    rng = np.random.default_rng(11)
    return [[rng.integers(-128, 128, shape, np.int8)] for _ in range(count)]


def test_a_three_dimensional_convolution_is_what_its_definition_says(tmp_path: Path) -> None:
    # given the model, whose filter is [depth, height, width, in, out], same padding, stride 2
    [benchmark] = find(["conv3d-f32-s2"])
    content = obtain(benchmark.source).tflite
    graph = read_model(content, benchmark.name)
    [convolution] = [op for op in graph.operators if op.kind == "CONV_3D"]
    filters = graph.tensor(convolution.inputs[1]).data
    source = graph.tensor(graph.inputs[0]).quantisation
    target = graph.tensor(graph.outputs[0]).quantisation
    assert filters is not None and source is not None and target is not None
    inputs = samples(benchmark.input_shapes[0], 2)

    # when TensorFlow runs it
    outputs = tensorflow_outputs(content, inputs, cache_dir=tmp_path)

    # then every code is that of the sum of products, but for rounding
    for [codes], [output] in zip(inputs, outputs, strict=True):
        real = (codes[0].astype(np.float64) - source.zero_point) * source.scale
        padded = np.pad(real, [(0, 1), (0, 1), (0, 1), (0, 0)])
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3, 3), axis=(0, 1, 2))
        expected = np.einsum("dhwcxyz,xyzco->dhwo", windows[::2, ::2, ::2], filters)
        codes_expected = np.clip(np.round(expected / target.scale) + target.zero_point, -128, 127)
        assert output.dtype == np.int8
        assert np.abs(output[0] - codes_expected).max() <= benchmark.tolerance


def test_it_agrees_with_tflite_micro_where_both_can(tmp_path: Path) -> None:
    [benchmark] = find(["batchnorm4d"])
    content = obtain(benchmark.source).tflite
    [[codes]] = samples(benchmark.input_shapes[0], 1)
    interpreter = tflite_micro.runtime.Interpreter.from_bytes(content, arena_size=1_000_000)
    interpreter.set_input(codes, 0)
    interpreter.invoke()
    [[output]] = tensorflow_outputs(content, [[codes]], cache_dir=tmp_path)
    np.testing.assert_array_equal(output, interpreter.get_output(0))


def test_what_it_said_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def answer(worker: str, jobs: list[InterpretJob], *_: object) -> list[list[list[np.ndarray]]]:
        asked.extend(int(sample[0][0]) for sample in jobs[0].samples)
        return [[[10 * sample[0]] for sample in jobs[0].samples]]

    monkeypatch.setattr(tensorflow_process, "run", answer)
    one, both = [[np.int8([1])]], [[np.int8([2])], [np.int8([1])]]
    results = [tensorflow_outputs(b"m", rows, cache_dir=tmp_path) for rows in (one, one, both)]
    assert [[int(row[0][0]) for row in rows] for rows in results] == [[10], [10], [20, 10]]
    assert asked == [1, 2]


def test_a_model_it_refuses_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ValueError"):
        tensorflow_outputs(b"no model", [[np.int8([0])]], cache_dir=tmp_path)
