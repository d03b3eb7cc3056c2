"""Without TensorFlow and out of reach of the official files: kept networks with drawn weights."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Isa
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from neurio_gen.models import ModelOptions, Weights, WeightsPolicy, obtain, obtain_all
from neurio_gen.models.download import UnreachableError
from neurio_gen.models.official import KWS01, OFFICIAL_MODELS
from neurio_gen.models.source import OfficialModel
from neurio_gen.models.stand_ins import stand_in
from tests.models.answers import answers
from tests.models.test_official_architectures import layers

by_file = pytest.mark.parametrize("model", OFFICIAL_MODELS, ids=lambda model: model.filename)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> ModelOptions:
    """A machine with neither TensorFlow nor a way to the official repository."""
    monkeypatch.setattr("neurio_gen.models.conversion._tensorflow_version", lambda: None)
    monkeypatch.delenv("NEURIO_GEN_MODELS", raising=False)

    def refuse(*_: object) -> bytes:
        raise UnreachableError("The official repository cannot be reached.")

    monkeypatch.setattr("neurio_gen.models.obtaining.download", refuse)
    return ModelOptions()


def test_a_bare_machine_gets_the_stand_in(
    bare: ModelOptions, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = obtain(KWS01, ModelOptions(cache_dir=tmp_path_factory.mktemp("cache"), seed=3))
    assert found.weights is Weights.RANDOM
    assert found == stand_in(KWS01, 3)


def test_a_bare_machine_still_refuses_random_weights_where_it_shall(
    bare: ModelOptions, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    with pytest.raises(ModelError, match="random weights are refused"):
        obtain(KWS01, ModelOptions(cache_dir=cache, weights=WeightsPolicy.REFERENCE))


@by_file
def test_it_is_the_network_that_keras_makes(model: OfficialModel) -> None:
    [built] = obtain_all([model.fallback], ModelOptions(download=False))
    made = read_model(built.tflite, "made by Keras")
    kept = read_model(stand_in(model, 0).tflite, "kept")
    assert layers(kept) == layers(made)
    assert [tensor.quantisation for tensor in kept.tensors] == [
        tensor.quantisation for tensor in made.tensors
    ]


@pytest.mark.parametrize("benchmark", find(["tiny_ml_perf"]), ids=lambda b: b.name)
def test_the_work_is_the_published_one(benchmark: Benchmark) -> None:
    assert isinstance(benchmark.source, OfficialModel)
    plan = compile_model(stand_in(benchmark.source, 0).tflite, benchmark.name, Isa.DSP)
    assert plan.macs == benchmark.macs


def test_the_seed_decides_the_weights() -> None:
    assert stand_in(KWS01, 1) == stand_in(KWS01, 1)
    assert stand_in(KWS01, 1).sha256 != stand_in(KWS01, 2).sha256


@by_file
def test_different_inputs_have_different_answers(model: OfficialModel) -> None:
    outputs = answers(stand_in(model, 0).tflite)
    # a softmax may saturate for some of them
    assert len({tuple(output) for output in outputs}) >= 6
    assert np.ptp(outputs) > 64
    assert outputs.std(axis=0).max() > 4
