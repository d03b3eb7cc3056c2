"""The stand-ins for the official files have their architecture and behave like networks."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.graph import Graph
from neurio_gen.compiler.reader import read_model
from neurio_gen.isa import Isa
from neurio_gen.models import ModelOptions, Weights, obtain_all
from neurio_gen.models.official import OFFICIAL_MODELS
from neurio_gen.models.source import OfficialModel
from tests.models.answers import answers
from tests.shared_files import official_models


def layers(graph: Graph) -> list[tuple[object, ...]]:
    """Operators with shapes and geometry.

    Without RESHAPE, which today's converter drops before a dense layer: it moves nothing. The
    dense layer then sees [1, 1, 1, n] instead of [1, n].
    """
    found = []
    for op in graph.operators:
        if op.kind == "RESHAPE":
            continue
        inputs = [graph.tensor(i).shape for i in op.inputs]
        if op.kind == "FULLY_CONNECTED":
            inputs[0] = inputs[0][-1:]
        options = [op.options.get(key) for key in ("stride_h", "stride_w", "padding")]
        activation = op.options.get("fused_activation_function", "NONE")
        outputs = [graph.tensor(i).shape for i in op.outputs]
        types = [graph.tensor(i).dtype for i in op.inputs]
        found.append((op.kind, inputs, outputs, types, options, activation))
    return found


def obtained(model: OfficialModel) -> bytes:
    [built] = obtain_all([model.fallback], ModelOptions(download=False))
    assert built.weights is Weights.RANDOM
    return built.tflite


@pytest.fixture(scope="module", autouse=True)
def all_at_once() -> None:
    obtain_all([model.fallback for model in OFFICIAL_MODELS])


@pytest.mark.parametrize("model", OFFICIAL_MODELS, ids=lambda model: model.filename)
def test_operators_shapes_and_geometry_are_the_official_ones(model: OfficialModel) -> None:
    ours = read_model(obtained(model), "ours")
    official = read_model((official_models() / model.filename).read_bytes(), "official")
    assert layers(ours) == layers(official)


@pytest.mark.parametrize("model", OFFICIAL_MODELS, ids=lambda model: model.filename)
def test_inputs_are_quantised_as_the_official_ones(model: OfficialModel) -> None:
    def port(content: bytes) -> tuple[float, int, object]:
        graph = read_model(content, "model")
        tensor = graph.tensor(graph.inputs[0])
        assert tensor.quantisation is not None
        return tensor.quantisation.scale, tensor.quantisation.zero_point, tensor.dtype

    ours, official = port(obtained(model)), port((official_models() / model.filename).read_bytes())
    assert ours[0] == pytest.approx(official[0], rel=0.01)
    assert ours[1:] == official[1:]


@pytest.mark.parametrize("benchmark", find(["tiny_ml_perf"]), ids=lambda b: b.name)
def test_the_work_is_the_published_one(benchmark: Benchmark) -> None:
    assert isinstance(benchmark.source, OfficialModel)
    plan = compile_model(obtained(benchmark.source), benchmark.name, Isa.GENERIC)
    assert plan.macs == benchmark.macs


def test_the_official_files_are_what_the_pins_say() -> None:
    models = obtain_all(OFFICIAL_MODELS, ModelOptions(models_dir=official_models(), download=False))
    assert {model.weights for model in models} == {Weights.MLCOMMONS}


@pytest.mark.parametrize("model", OFFICIAL_MODELS, ids=lambda model: model.filename)
def test_random_weights_answer_differently_to_different_inputs(model: OfficialModel) -> None:
    # given a stand-in, run by TFLite Micro on random inputs
    outputs = answers(obtained(model))
    # then hardly two answers are the same, and the outputs use a good part of their range
    assert len({tuple(output) for output in outputs}) >= 10
    assert np.ptp(outputs) > 64
    # and they differ by more than the last bit
    assert outputs.std(axis=0).max() > 4
