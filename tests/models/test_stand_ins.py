"""Without TensorFlow and out of reach of the official files: kept networks with drawn weights."""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from neurio_gen.models import ModelOptions, Weights, WeightsPolicy, obtain, obtain_all
from neurio_gen.models.cache import sha256_of
from neurio_gen.models.download import UnreachableError
from neurio_gen.models.official import KWS01, OFFICIAL_MODELS, VWW01
from neurio_gen.models.source import ObtainedModel, OfficialModel
from neurio_gen.models.stand_ins import (
    FOLDER,
    dead_channels,
    like_official,
    stand_in,
    with_weights,
)
from tests.models.answers import answers
from tests.models.test_official_architectures import layers
from tests.shared_files import official_models

SCALE_TOLERANCE = 1e-5
"""Relative: some tens of float32's last bits, a hundredth of what a changed network would show."""

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
    assert_quantised_alike(kept.tensors, made.tensors)


def assert_quantised_alike(kept: Sequence[Tensor], made: Sequence[Tensor]) -> None:
    """Zero points and axes are equal, scales within the last bits of float32.

    The converter takes scales from activations that TensorFlow computes, and the vector units of
    another processor add these up in another order.
    """
    for ours, other in zip(kept, made, strict=True):
        first, second = ours.quantisation, other.quantisation
        assert (first is None) == (second is None)
        if first is None or second is None:
            continue
        assert first.zero_points == second.zero_points
        assert first.axis == second.axis
        assert first.scales == pytest.approx(second.scales, rel=SCALE_TOLERANCE)


@pytest.mark.parametrize(
    ("factor", "zero_point", "alike"),
    [(1 + 2e-7, 0, True), (1 - 2e-7, 0, True), (1 + 1e-3, 0, False), (1.0, 1, False)],
)
def test_another_processor_makes_the_same_network(
    factor: float, zero_point: int, alike: bool
) -> None:
    # given a kept network, and one whose scales differ
    kept = read_model(stand_in(KWS01, 0).tflite, "kept").tensors
    made = [
        replace(
            tensor,
            quantisation=replace(
                tensor.quantisation,
                scales=tuple(scale * factor for scale in tensor.quantisation.scales),
                zero_points=tuple(z + zero_point for z in tensor.quantisation.zero_points),
            ),
        )
        if tensor.quantisation is not None
        else tensor
        for tensor in kept
    ]
    # then the last bit of a scale makes no difference, and anything more does
    with nullcontext() if alike else pytest.raises(AssertionError):
        assert_quantised_alike(kept, made)


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


@by_file
def test_it_executes_what_the_official_file_does(model: OfficialModel) -> None:
    """Dead channels are those of the official file, so the compiler removes as much."""
    file = (official_models() / model.filename).read_bytes()
    assert dead_channels(stand_in(model, 0).tflite) == dead_channels(file)
    official, random = (
        compile_model(content, model.filename, Isa.DSP)
        for content in (file, stand_in(model, 0).tflite)
    )
    assert [layer.kernel for layer in random.layers] == [layer.kernel for layer in official.layers]
    executed = [sum(layer.executed_macs for layer in plan.layers) for plan in (official, random)]
    assert executed[0] == executed[1]
    assert random.constant_bytes == official.constant_bytes


def test_what_keras_makes_gets_the_same_dead_channels() -> None:
    whole = ObtainedModel(without_dead_channels(VWW01), "", Weights.RANDOM, "Keras")
    made = like_official(VWW01, whole)
    assert dead_channels(whole.tflite) == {}
    assert sum(map(len, dead_channels(made.tflite).values())) == 971
    assert made.sha256 == sha256_of(made.tflite)


def without_dead_channels(model: OfficialModel) -> bytes:
    return with_weights(lzma.decompress((FOLDER / f"{_id(model)}.tflite.xz").read_bytes()), 0)


def _id(model: OfficialModel) -> str:
    return model.fallback.label.rpartition("/")[2]
