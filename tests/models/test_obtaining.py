"""The order in which a model is looked for, and what each place answers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.models import (
    FileModel,
    KerasModel,
    ModelOptions,
    ObtainedModel,
    OfficialModel,
    Weights,
    WeightsPolicy,
    obtain,
)
from neurio_gen.models.download import UnreachableError

CONTENT = b"the published bytes"
FALLBACK = KerasModel(builder="tests.models.builders:small", label="fallback")
MODEL = OfficialModel(
    path="some_task/trained_models/published.tflite",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    fallback=FALLBACK,
)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEURIO_GEN_MODELS", raising=False)
    monkeypatch.delenv("NEURIO_GEN_CACHE", raising=False)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The official repository, answering with the right bytes; lists what was asked for."""
    asked: list[str] = []

    def answer(model: OfficialModel, progress: object) -> bytes:
        asked.append(model.filename)
        return CONTENT

    monkeypatch.setattr("neurio_gen.models.obtaining.download", answer)
    return asked


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(model: OfficialModel, progress: object) -> bytes:
        raise UnreachableError("The official repository cannot be reached: no cable.")

    monkeypatch.setattr("neurio_gen.models.obtaining.download", fail)


def folder_with(path: Path, content: bytes) -> Path:
    path.mkdir()
    (path / MODEL.filename).write_bytes(content)
    return path


def test_a_folder_is_asked_first(tmp_path: Path, network: list[str]) -> None:
    folder = folder_with(tmp_path / "models", CONTENT)
    model = obtain(MODEL, ModelOptions(models_dir=folder, cache_dir=tmp_path / "cache"))
    assert (model.tflite, model.sha256, model.weights) == (
        CONTENT,
        MODEL.sha256,
        Weights.MLCOMMONS,
    )
    assert model.origin == str(folder / MODEL.filename)
    assert network == []


def test_the_environment_names_a_folder(
    tmp_path: Path, network: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEURIO_GEN_MODELS", str(folder_with(tmp_path / "models", CONTENT)))
    assert obtain(MODEL, ModelOptions(cache_dir=tmp_path / "cache")).tflite == CONTENT
    assert network == []


def test_other_contents_under_an_official_name_are_refused_with_both_hashes(
    tmp_path: Path, network: list[str]
) -> None:
    folder = folder_with(tmp_path / "models", b"something else")
    with pytest.raises(ModelError) as caught:
        obtain(MODEL, ModelOptions(models_dir=folder, cache_dir=tmp_path / "cache"))
    assert MODEL.sha256 in caught.value.message
    assert hashlib.sha256(b"something else").hexdigest() in caught.value.message


def test_a_folder_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        obtain(MODEL, ModelOptions(models_dir=tmp_path / "nowhere"))


def test_a_download_is_kept_and_not_repeated(tmp_path: Path, network: list[str]) -> None:
    options = ModelOptions(cache_dir=tmp_path)
    first, second = obtain(MODEL, options), obtain(MODEL, options)
    assert first.tflite == second.tflite == CONTENT
    assert network == [MODEL.filename]


def test_a_damaged_cache_is_not_used(tmp_path: Path, network: list[str]) -> None:
    options = ModelOptions(cache_dir=tmp_path)
    obtain(MODEL, options)
    [cached] = tmp_path.rglob(MODEL.filename)
    cached.write_bytes(CONTENT[:-1])
    assert obtain(MODEL, options).tflite == CONTENT
    assert network == [MODEL.filename] * 2


def test_a_folder_without_the_file_leaves_the_other_places(
    tmp_path: Path, network: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    options = ModelOptions(models_dir=tmp_path / "empty", cache_dir=tmp_path / "cache")
    assert obtain(MODEL, options).weights is Weights.MLCOMMONS


def test_out_of_reach_the_architecture_is_built(
    tmp_path: Path, no_network: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = ObtainedModel(b"built", "00", Weights.RANDOM, "Keras")

    def convert(models: list[KerasModel], *_: object) -> dict[KerasModel, ObtainedModel]:
        return dict.fromkeys(models, random)

    monkeypatch.setattr("neurio_gen.models.obtaining.convert", convert)
    assert obtain(MODEL, ModelOptions(cache_dir=tmp_path)) == random


def test_reference_weights_refuse_what_is_built(tmp_path: Path, no_network: None) -> None:
    options = ModelOptions(cache_dir=tmp_path, weights=WeightsPolicy.REFERENCE)
    with pytest.raises(ModelError, match=r"random weights are refused.*no cable") as caught:
        obtain(MODEL, options)
    assert "NEURIO_GEN_MODELS" in str(caught.value.hint)


def test_switched_off_downloads_ask_nobody(tmp_path: Path, network: list[str]) -> None:
    options = ModelOptions(cache_dir=tmp_path, weights=WeightsPolicy.REFERENCE, download=False)
    with pytest.raises(ModelError, match="switched off"):
        obtain(MODEL, options)
    assert network == []


def test_a_file_of_the_user_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(b"mine")
    model = obtain(FileModel(path))
    assert (model.tflite, model.weights, model.origin) == (b"mine", Weights.FILE, str(path))
    assert model.sha256 == hashlib.sha256(b"mine").hexdigest()


def test_a_device_without_an_end_is_not_read() -> None:
    with pytest.raises(ModelError, match="/dev/zero is no regular file") as caught:
        obtain(FileModel(Path("/dev/zero")))
    assert caught.value.hint


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.tflite"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ModelError, match="1,099,511,627,776 bytes"):
        obtain(FileModel(path))


@pytest.mark.parametrize(
    ("name", "said"), [("absent.tflite", "There is no file"), ("", "holds no model")]
)
def test_a_file_that_cannot_be_read_is_one_clear_error(
    tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        obtain(FileModel(tmp_path / name))
