"""Models of packages: the installed one's, the cache's, a downloaded wheel's, or a stand-in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from neurio_gen.errors import ModelError
from neurio_gen.harness.samples import samples
from neurio_gen.models import ModelOptions, Weights, WeightsPolicy, obtain, packaged
from neurio_gen.models.packaged import packaged_file
from neurio_gen.models.wake_words import WAKE_WORDS
from neurio_gen.oracle import Oracle
from neurio_gen.progress import SILENT

ALEXA = WAKE_WORDS["alexa"]
INSTALLED = Path(str(files("pymicro_wakeword"))) / "models"

Pip = Callable[[Sequence[str]], CompletedProcess[str]]


def absent(name: str) -> None:
    raise PackageNotFoundError(name)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Callable[[Pip], list[str]]:
    """Has the package not be installed, and pip answer so; the list is what is asked of it."""
    asked: list[str] = []
    monkeypatch.setattr(packaged, "distribution", absent)

    def play(answer: Pip) -> list[str]:
        def run(command: Sequence[str], **_: object) -> CompletedProcess[str]:
            asked.append(str(command[-1]))
            return answer(command)

        monkeypatch.setattr(packaged.subprocess, "run", run)
        return asked

    return play


def bringing(**changed: bytes) -> Pip:
    """pip that brings a wheel of the installed files, apart from what is changed in it."""

    def answer(command: Sequence[str]) -> CompletedProcess[str]:
        folder = Path(command[command.index("-d") + 1])
        with zipfile.ZipFile(folder / "a.whl", "w") as wheel:
            for path in INSTALLED.iterdir():
                data = changed.get(path.stem + path.suffix[1:], path.read_bytes())
                wheel.writestr(f"pymicro_wakeword/models/{path.name}", data)
        return CompletedProcess(command, 0, "", "")

    return answer


def refusing(command: Sequence[str]) -> CompletedProcess[str]:
    return CompletedProcess(command, 1, "", "ERROR: No matching distribution found")


def test_the_installed_package_is_taken() -> None:
    model = obtain(ALEXA, ModelOptions(download=False))
    assert (model.weights, model.origin) == (
        Weights.PACKAGE,
        "alexa.tflite of pymicro-wakeword==2.5.0",
    )
    assert model.tflite == (INSTALLED / "alexa.tflite").read_bytes()


def test_a_wheel_is_downloaded_once(pip: Callable[[Pip], list[str]], tmp_path: Path) -> None:
    asked = pip(bringing())
    options = ModelOptions(cache_dir=tmp_path)
    for _ in range(2):
        assert obtain(ALEXA, options).sha256 == ALEXA.sha256
    assert asked == ["pymicro-wakeword==2.5.0"]
    # its manifest has come with it, beside it
    path = packaged_file(ALEXA, options, SILENT)
    assert path is not None
    assert path.with_suffix(".json").read_bytes() == (INSTALLED / "alexa.json").read_bytes()


def test_another_content_than_the_pinned_one_is_refused(
    pip: Callable[[Pip], list[str]], tmp_path: Path
) -> None:
    pip(bringing(alexajson=b"{}"))
    with pytest.raises(ModelError, match=r"holds another alexa\.json than the pinned one"):
        obtain(ALEXA, ModelOptions(cache_dir=tmp_path))


@pytest.mark.parametrize("name", WAKE_WORDS)
def test_out_of_reach_a_stand_in_of_the_same_architecture_is_taken(
    name: str, pip: Callable[[Pip], list[str]], tmp_path: Path
) -> None:
    pip(refusing)
    model = obtain(WAKE_WORDS[name], ModelOptions(cache_dir=tmp_path))
    assert model.weights is Weights.RANDOM
    # it takes and gives what the model does
    ours, theirs = Oracle(model.tflite), Oracle((INSTALLED / f"{name}.tflite").read_bytes())
    shapes = [
        [
            (tensor.shape, tensor.dtype, tensor.quantisation)
            for tensor in (*each.inputs, *each.outputs)
        ]
        for each in (ours, theirs)
    ]
    assert shapes[0] == shapes[1]
    # and its answers depend on what it hears
    found = {ours.invoke(sample.arrays)[0].item() for sample in samples(ours.inputs, 30, 0)}
    assert len(found) > 5


def test_stand_ins_can_be_refused(pip: Callable[[Pip], list[str]], tmp_path: Path) -> None:
    pip(refusing)
    with pytest.raises(ModelError, match="pip says: ERROR: No matching") as caught:
        obtain(ALEXA, ModelOptions(cache_dir=tmp_path, weights=WeightsPolicy.REFERENCE))
    assert "pip install pymicro-wakeword==2.5.0" in str(caught.value.hint)
