"""From what training saves to a number: .keras, .h5 and SavedModel, quantised here."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmarks import model_files
from neurio_gen.errors import UsageError
from neurio_gen.models import FileModel, KerasModel, ModelOptions, Weights, obtain
from neurio_gen.models.conversion import content_key, convert
from neurio_gen.models.environment import ENVIRONMENT
from neurio_gen.models.training import TrainingFormat, conversion_of, training_format
from neurio_gen.progress import SILENT
from tests.end_to_end.command import ROOT, neurio_gen, read_results
from tests.support.exactness import assert_exact
from tests.support.progress import Forbidden

DOORBELL = ROOT / "examples" / "doorbell.tflite"
FORMS = ("picture.keras", "picture.h5", "served")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained models and samples of their inputs."""
    path = tmp_path_factory.mktemp("trained")
    script = Path(__file__).with_name("trained.py")
    environment = {**os.environ, **ENVIRONMENT}
    subprocess.run([sys.executable, script, path], env=environment, check=True, timeout=200)
    return path


@pytest.fixture(scope="module")
def cache(folder: Path) -> Path:
    """A cache with all that the quick tests ask for, made in one process."""
    pairs = [(name, "picture.npy") for name in FORMS]
    pairs += [("picture.keras", data) for data in ("pictures", "samples.py", "labelled.npz")]
    pairs += [("net.onnx", "picture.npy"), ("sequence.keras", "sequence.npy")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEURIO_GEN_ONNX2TF", str(onnx2tf(folder)))
        convert([conversion(folder, *pair) for pair in pairs], 0, folder / "cache", SILENT)
    return folder / "cache"


def onnx2tf(folder: Path) -> Path:
    """A program that takes onnx2tf's arguments and writes the SavedModel of the same network."""
    (folder / "net.onnx").write_bytes(b"\x08\x08\x12\x07pytorch")
    program = folder / "onnx2tf"
    program.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        "model, samples = pathlib.Path(sys.argv[sys.argv.index('-i') + 1]), '*20x128x128x3*.npy'\n"
        "assert model.read_bytes().endswith(b'pytorch') and list(pathlib.Path().glob(samples))\n"
        f"shutil.copytree({str(folder / 'served')!r}, sys.argv[sys.argv.index('-o') + 1], "
        "dirs_exist_ok=True)\n"
    )
    program.chmod(0o755)
    return program


def conversion(folder: Path, name: str, data: str | None) -> KerasModel:
    form = training_format(folder / name)
    assert form is not None
    return conversion_of(folder / name, form, folder / data if data else None)


@pytest.mark.parametrize("name", FORMS)
def test_each_form_becomes_int8_and_is_kept(name: str, folder: Path, cache: Path) -> None:
    options = ModelOptions(cache_dir=cache, calibration=folder / "picture.npy")
    model = obtain(FileModel(folder / name), options, Forbidden())

    assert model.weights is Weights.FILE
    assert model.facts["parameters"] == (3 * 3 + 1) * 4 + (5 * 5 * 4 + 1) * 3
    assert model.facts["output_snr_db"] > 30
    assert model.origin.startswith(f"{name} (sha256 ")
    assert "calibrated on picture.npy (sha256 " in model.origin
    outputs, layers = model.notes
    assert f"{name}: int8 outputs have a signal-to-noise ratio of" in outputs
    assert re.search(r"the layers that int8 costs most: conv2d\w* [\d.]+ dB", layers)


def test_a_folder_of_pictures_is_resized_and_says_its_classes(folder: Path, cache: Path) -> None:
    """Given pictures in a folder per class; when calibrated; then they are 0 to 1, labelled."""
    options = ModelOptions(cache_dir=cache, calibration=folder / "pictures")
    model = obtain(FileModel(folder / "picture.keras"), options, Forbidden())

    assert model.facts["output_snr_db"] > 25
    assert 0 <= model.facts["accuracy_int8"] <= 1
    assert "6 pictures of pictures, values from 0 to 1." in model.notes[0]


def test_onnx_is_converted_by_onnx2tf(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEURIO_GEN_ONNX2TF", str(folder / "onnx2tf"))
    options = ModelOptions(cache_dir=cache, calibration=folder / "picture.npy")
    model = obtain(FileModel(folder / "net.onnx"), options, Forbidden())

    assert model.facts["output_snr_db"] > 30
    assert "channels last: inputs are picture (12, 12, 1)." in model.notes[0]

    monkeypatch.setenv("NEURIO_GEN_ONNX2TF", str(folder / "nowhere"))
    with pytest.raises(UsageError, match="needs onnx2tf, which is not found") as caught:
        obtain(FileModel(folder / "net.onnx"), options)
    assert "pip install onnx2tf" in str(caught.value.hint)


def test_loops_of_recurrent_layers_are_unrolled(folder: Path, cache: Path) -> None:
    """Given rolled GRU and LSTM layers; when quantised; then they run, with their own weights."""
    options = ModelOptions(cache_dir=cache, calibration=folder / "sequence.npy")
    model = obtain(FileModel(folder / "sequence.keras"), options, Forbidden())

    assert model.facts["output_snr_db"] > 20
    assert re.search(
        r"the loops of [a-z_]*lstm\w*, [a-z_]*lstm\w*, gru\w* are unrolled", model.notes[0]
    )
    assert_exact(model.tflite)


def test_a_python_file_yields_samples(folder: Path, cache: Path) -> None:
    options = ModelOptions(cache_dir=cache, calibration=folder / "samples.py")
    model = obtain(FileModel(folder / "picture.keras"), options, Forbidden())

    assert model.facts["output_snr_db"] > 30
    assert "accuracy_int8" not in model.facts


def test_labels_tell_the_accuracy_before_and_after(folder: Path, cache: Path) -> None:
    """Given labels that the float model gives, but for class 0; when quantised; then both count."""
    options = ModelOptions(cache_dir=cache, calibration=folder / "labelled.npz")
    model = obtain(FileModel(folder / "picture.keras"), options, Forbidden())

    with np.load(folder / "labelled.npz") as data:
        others = float((data["labels"] != 0).mean())
    assert others == 1
    assert 0 < model.facts["accuracy_fp32"] <= 1
    assert abs(model.facts["accuracy_int8"] - model.facts["accuracy_fp32"]) < 0.2
    assert "in float32" in model.notes[-1]
    assert "of 40 labelled samples" in model.notes[-1]


@pytest.mark.slow
def test_the_cache_goes_by_contents(folder: Path, cache: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "picture.keras", tmp_path / "renamed")
    shutil.copy(folder / "picture.npy", tmp_path / "renamed.npy")
    options = ModelOptions(cache_dir=cache, calibration=tmp_path / "renamed.npy")
    model = obtain(FileModel(tmp_path / "renamed"), options, Forbidden())
    assert model.origin.startswith("renamed (sha256 ")

    pairs = [("picture.keras", data) for data in ("picture.npy", "two.npz", None)]
    pairs.append(("two.keras", "picture.npy"))
    keys = {content_key(conversion(folder, *pair), 0, "2.20") for pair in pairs}
    assert len(keys) == len(pairs)


def test_one_command_measures_it_exactly(folder: Path, cache: Path, tmp_path: Path) -> None:
    done = neurio_gen(
        *("flash-and-run", folder / "picture.keras", "--calibrate", folder / "picture.npy"),
        *("--board", "native", "-o", tmp_path / "out", "--json", tmp_path / "results.json"),
        NEURIO_GEN_CACHE=str(cache),
    )
    assert done.code == 0, done.err
    assert "signal-to-noise" in done.err
    [result] = read_results(tmp_path / "results.json")
    assert result["bit_exact"] is True
    assert result["weights"] == "file"
    assert result["origin"].startswith("picture.keras (sha256 ")
    assert result["model_facts"]["output_snr_db"] > 30


@pytest.fixture(scope="module")
def desk(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the documentation's commands name."""
    path = tmp_path_factory.mktemp("desk")
    for name, source in (("my.keras", "picture.keras"), ("x_train.npy", "picture.npy")):
        shutil.copyfile(folder / source, path / name)
    shutil.copyfile(DOORBELL, path / "my.tflite")
    return path


def commands_of(page: str) -> list[str]:
    """A page's commands that emulate `my.keras` or `my.tflite`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^neurio-gen (.+ my\.(?:keras|tflite) .*--emulate)$", text, re.M)


def test_commands_of_pages_lead_to_milliseconds(desk: Path, cache: Path) -> None:
    """Given a Keras model and its data, when commands run as pages have them, then so it is."""
    pages = [commands_of(page) for page in ("docs/own-model.md", "docs/index.md", "README.md")]
    assert all(any("my.keras" in command for command in commands) for commands in pages)
    for command in dict.fromkeys(command for commands in pages for command in commands):
        done = neurio_gen(*shlex.split(command), cwd=desk, NEURIO_GEN_CACHE=str(cache))
        assert done.code == 0, done.err
        assert "est. time" in done.out
        assert re.search(r"^ my .* [\d.]+ ms .* true *$", done.out, re.M), done.out


@pytest.mark.slow
def test_inputs_and_outputs_are_not_mixed_up(folder: Path, cache: Path) -> None:
    options = ModelOptions(cache_dir=cache, calibration=folder / "two.npz")
    model = obtain(FileModel(folder / "two.keras"), options)
    assert model.facts["output_snr_db"] > 30


@pytest.mark.slow
def test_without_data_it_is_for_timing_only(folder: Path, cache: Path, tmp_path: Path) -> None:
    done = neurio_gen(
        *("flash-and-run", "--model", folder / "served", "--board", "native"),
        *("-o", tmp_path / "out", "--json", tmp_path / "results.json"),
        NEURIO_GEN_CACHE=str(cache),
    )
    assert done.code == 0, done.err
    assert "served: RANDOM CALIBRATION: for timing only" in done.err
    assert "uncalibrated" in done.out
    [result] = read_results(tmp_path / "results.json")
    assert (result["bit_exact"], result["weights"]) == (True, "uncalibrated")
    assert "output_snr_db" not in result["model_facts"]


def test_data_of_another_model_is_one_clear_error(folder: Path, tmp_path: Path) -> None:
    done = neurio_gen(
        *("verify", folder / "picture.keras", "--calibrate", folder / "two.npz"),
        *("--board", "native", "-o", tmp_path / "out"),
        NEURIO_GEN_CACHE=str(tmp_path / "cache"),
    )
    assert done.code == 2
    assert "picture.keras" in done.err
    assert "one array per input" in done.err.split("hint:")[1]
    assert "holds near, far; the model's inputs are picture" in " ".join(done.err.split())
    assert "Traceback" not in done.err


def keras_file(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("metadata.json", "config.json", "model.weights.h5"):
            archive.writestr(name, "{}")
    return path


def test_the_form_is_told_by_the_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x89HDF\r\n\x1a\nrest")
    (tmp_path / "b.keras").write_bytes(DOORBELL.read_bytes())
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "saved_model.pb").write_bytes(b"")
    (tmp_path / "served" / "other.tflite").write_bytes(b"")
    keras_file(tmp_path / "c.zip")

    forms = {name: training_format(tmp_path / name) for name in ("a", "b.keras", "served", "c.zip")}

    assert forms == {
        "a": TrainingFormat.HDF5,
        "b.keras": None,
        "served": TrainingFormat.SAVED_MODEL,
        "c.zip": TrainingFormat.KERAS,
    }
    for other in (tmp_path, tmp_path / "nowhere", Path("/dev/zero"), Path()):
        assert training_format(other) is None
    assert model_files([tmp_path / "served"]) == (tmp_path / "served",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("nowhere.npy", "does not exist"),
        ("empty", "has no .bmp"),
        ("x.csv", "no .npy, .npz or .py"),
    ],
)
def test_data_that_is_no_array_is_a_usage_error(data: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("1,2\n")
    (tmp_path / "empty").mkdir()
    options = ModelOptions(cache_dir=tmp_path, calibration=tmp_path / data)
    with pytest.raises(UsageError, match=words) as caught:
        obtain(FileModel(keras_file(tmp_path / "my.keras")), options)
    assert "numpy.save" in str(caught.value.hint)


def test_data_that_no_model_takes_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "my.tflite").write_bytes(DOORBELL.read_bytes())
    options = ModelOptions(cache_dir=tmp_path, calibration=tmp_path / "x.npy")
    with pytest.raises(UsageError, match="No model takes the calibration data"):
        obtain(FileModel(tmp_path / "my.tflite"), options)


def test_missing_tensorflow_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def not_installed(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("neurio_gen.models.conversion.version", not_installed)
    with pytest.raises(UsageError) as caught:
        obtain(FileModel(keras_file(tmp_path / "my.keras")), ModelOptions(cache_dir=tmp_path))
    assert caught.value.hint == "pip install 'neurio-gen[keras]'"
