"""Model files of a user's: which there are, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.benchmarks import from_file, from_files, model_files
from neurio_gen.errors import UsageError
from neurio_gen.models import FileModel


@pytest.mark.parametrize(
    ("filename", "label", "name"),
    [
        ("my model (v2).tflite", "my-model-v2", "my-model-v2"),
        ("x" * 60 + ".tflite", "x" * 60, "x" * 40),
        ("Größe.tflite", "Größe", "Grosse"),
        ("_private.tflite", "private", "private"),
        ("().tflite", "model", "model"),
    ],
)
def test_a_benchmark_is_called_as_its_file(filename: str, label: str, name: str) -> None:
    benchmark = from_file(Path("folder") / filename)
    assert (benchmark.id, benchmark.name) == (f"file/{label}", name)
    assert benchmark.source == FileModel(Path("folder") / filename)


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [Path(place, "model.tflite") for place in ("a", "b", "c/b")]
    ids = [benchmark.id for benchmark in from_files([*paths, Path("other.tflite")])]
    assert ids[0] == "file/a-model"
    assert ids[2] == "file/c-b-model"
    assert ids[1].endswith("-b-model")
    assert ids[3] == "file/other"


def test_a_file_that_is_named_twice_is_one_benchmark() -> None:
    assert len(from_files([Path("a.tflite"), Path("./a.tflite")])) == 1


def test_names_that_are_one_on_the_wire_get_numbers() -> None:
    paths = [Path("o.tflite"), Path("ö.tflite"), Path("O.tflite")]
    assert [benchmark.name for benchmark in from_files(paths)] == ["o", "o-2", "O-3"]


def test_folders_and_patterns_stand_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.tflite", "a.tflite", "notes.txt", "deep/c.tflite"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert model_files([tmp_path]) == (tmp_path / "a.tflite", tmp_path / "b.tflite")
    assert [path.name for path in model_files(["*.tflite"])] == ["a.tflite", "b.tflite"]
    assert [path.name for path in model_files([f"{tmp_path}/**/c.tflite"])] == ["c.tflite"]
    assert model_files(["missing.tflite"]) == (Path("missing.tflite"),)
    with pytest.raises(UsageError, match="No file matches"):
        model_files(["*.lite"])
