"""WAV files as the steps of a streaming model, and when a model has heard its word."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.compiler.graph import DType, Quantisation
from neurio_gen.compiler.plan import Port
from neurio_gen.errors import UsageError
from neurio_gen.harness.datasets import read_dataset
from neurio_gen.harness.wake_words import (
    SpokenData,
    assess_wake_words,
    highest_probabilities,
    spoken_data,
)
from neurio_gen.sound.micro_features import frames_in, micro_features
from neurio_gen.sound.wake_word import DetectionRule, read_rule
from tests.harness.fakes import FakeWorkload
from tests.support.spoken import write_files

MANIFEST = (
    '{"micro": {"probability_cutoff": 0.5, "sliding_window_size": 2, "feature_step_size": 10}}'
)
TAKEN = Port("features", (1, 3, 40), DType.INT8, Quantisation((0.1,), (-128,)), 120)
GIVEN = Port("probability", (1, 1), DType.UINT8, Quantisation((1 / 256,), (0,)), 1)


def noise(samples: int, seed: int = 0) -> np.ndarray:
    sound = np.random.default_rng(seed).normal(0, 3000, (samples, 1))
    return sound.astype(np.int16)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "word.json").write_text(MANIFEST)
    return tmp_path / "word.tflite"


def spoken(model: Path, *samples: int) -> SpokenData:
    sounds = {f"{i}.wav": (noise(count, i), i % 2) for i, count in enumerate(samples)}
    found = spoken_data(read_dataset(write_files(model.parent, sounds)), model)
    assert found is not None
    return found


@pytest.mark.parametrize("samples", [0, 159, 479, 480, 639, 640, 16_000, 16_100])
def test_frames_are_counted_as_the_front_end_makes_them(samples: int) -> None:
    assert micro_features(noise(samples)[:, 0]).shape == (frames_in(samples), 40)


def test_a_file_begins_with_a_fresh_front_end_and_its_frames_become_steps(model: Path) -> None:
    """Nine frames are three steps of three, the tenth is not used."""
    found = spoken(model, 480 + 9 * 160, 480 + 5 * 160)
    data = found.steps_of(FakeWorkload(stateful=True), [TAKEN], [GIVEN])

    assert [file.inputs for file in data.files] == [3, 2]
    for file, sound in zip(data.files, (noise(1920, 0), noise(1280, 1)), strict=True):
        features = micro_features(sound[:, 0])[: 3 * file.inputs]
        codes = np.clip(np.rint(features / 0.1) - 128, -128, 127).astype(np.int8)
        assert b"".join(file.read()) == codes.tobytes()
        assert [len(step) for step in file.read()] == [120] * file.inputs


def test_a_word_is_heard_where_a_whole_window_is_above_the_cutoff(model: Path) -> None:
    """A single high step is none; the mean of two is compared, from codes and not from decimals."""
    found = spoken(model, 1920, 1920)
    data = found.steps_of(FakeWorkload(stateful=True), [TAKEN], [GIVEN])
    lines = {"0.wav": (0.0, 0.996, 0.0), "1.wav": (0.0, 0.496, 0.508)}
    scores = {(name, i): (value,) for name, line in lines.items() for i, value in enumerate(line)}

    highest = highest_probabilities(data, scores, found.rule, GIVEN)
    assert highest == {"0.wav": 255 / 512, "1.wav": (127 + 130) / 512}
    right = assess_wake_words(data, highest, found.rule)
    assert (right.correct, right.false_positives, right.false_negatives) == (2, 0, 0)
    assert right.auc == 1.0

    strict = assess_wake_words(data, highest, DetectionRule(257 / 512, 2))
    assert (strict.correct, strict.false_positives, strict.false_negatives) == (1, 0, 1)
    loose = assess_wake_words(data, highest, DetectionRule(0.4, 2))
    assert (loose.correct, loose.false_positives, loose.false_negatives) == (1, 1, 0)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (None, "cannot be read"),
        ("{", "no manifest of a wake word"),
        ('{"micro": {"sliding_window_size": 5}}', "micro.probability_cutoff: Field required"),
        (MANIFEST.replace("0.5", "50"), "micro.probability_cutoff"),
        ('{"micro": {"probability_cutoff": 0.5, "sliding_window_average_size": 10}}', "20 ms"),
    ],
)
def test_a_manifest_that_does_not_say_when_a_word_is_heard_is_refused(
    tmp_path: Path, manifest: str | None, said: str
) -> None:
    if manifest is not None:
        (tmp_path / "word.json").write_text(manifest)
    with pytest.raises(UsageError, match=said) as refused:
        read_rule(tmp_path / "word.tflite")
    assert refused.value.hint


def test_a_model_of_another_kind_or_a_file_that_is_too_short_is_refused(model: Path) -> None:
    found = spoken(model, 1920, 1120)
    kinds = [
        (FakeWorkload(), TAKEN, GIVEN, "keeps no state"),
        (FakeWorkload(stateful=True), Port("x", (1, 49), DType.INT8, None, 49), GIVEN, "no wake"),
        (
            FakeWorkload(stateful=True),
            TAKEN,
            Port("y", (1, 3), DType.INT8, None, 3),
            "no wake word",
        ),
        (FakeWorkload(stateful=True), TAKEN, GIVEN, "1.wav is too short: it has 1 steps"),
    ]
    for workload, taken, given, said in kinds:
        with pytest.raises(UsageError, match=said) as refused:
            found.steps_of(workload, [taken], [given])
        assert refused.value.hint


def test_a_data_set_is_of_wav_files_or_of_none(model: Path) -> None:
    folder = write_files(model.parent, {"a.wav": (noise(1920), 1)})
    (folder / "b.bin").write_bytes(bytes(120))

    def read(labels: str) -> SpokenData | None:
        (folder / "y_labels.csv").write_text(labels)
        return spoken_data(read_dataset(folder), model)

    assert read("b.bin,2,0\n") is None
    with pytest.raises(UsageError, match="names WAV files and others"):
        read("a.wav,2,1\nb.bin,2,0\n")
    with pytest.raises(UsageError, match=r"a\.wav is of class 2"):
        read("a.wav,3,2\n")
    (folder / "y_labels.csv").write_text("a.wav,2,1\n")
    with pytest.raises(UsageError, match="come as files"):
        spoken_data(read_dataset(folder), None)
    write_files(folder, {"a.wav": (np.zeros((1920, 2), np.int16), 1)})
    with pytest.raises(UsageError, match=r"16,000, 1 and 16 are needed"):
        spoken_data(read_dataset(folder), model)


def test_without_the_package_the_extra_is_named(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymicro_features", None)
    with pytest.raises(UsageError, match="pymicro-features, which is missing") as refused:
        spoken(model, 1920, 1920)
    assert refused.value.hint == "pip install 'neurio-gen[audio]'"
