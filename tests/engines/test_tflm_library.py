"""Which library the engine tflm takes, and how it tells one from another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from neurio_gen.boards import Board, load_board
from neurio_gen.boards.manifest import read_manifest
from neurio_gen.boards.scaffold import scaffold_board
from neurio_gen.engines.tflm.library import VARIABLE, named_library
from neurio_gen.errors import UsageError
from tests.engines.models import FAKE

NATIVE = load_board("native")


@pytest.fixture(autouse=True)
def none_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAKE, tmp_path / "a library"))


def board_with(name: str) -> Board:
    return NATIVE.model_copy(update={"libraries": (("tflm", name),)})


def test_the_option_goes_before_the_variable_and_that_before_the_board(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = board_with("of/board@1")
    assert named_library(None, board).spec == "of/board@1"
    monkeypatch.setenv(VARIABLE, "of/variable@1")
    assert named_library(None, board).spec == "of/variable@1"
    assert named_library("of/option@1", board).spec == "of/option@1"


def test_without_a_library_it_is_said_what_to_name() -> None:
    with pytest.raises(UsageError, match="needs a library of TensorFlow Lite Micro") as caught:
        named_library(None, NATIVE)
    assert "--tflm FOLDER" in str(caught.value.hint)


def test_a_folder_is_linked_and_known_by_what_is_in_it(library: Path) -> None:
    before = named_library(str(library), NATIVE)
    assert before.spec == f"symlink://{library}"
    assert before.identity.startswith("fake-tflm 0.0.1, sha256 ")
    source = library / "src/tensorflow/lite/micro/debug_log.cc"
    source.write_text(source.read_text() + "\n")
    assert named_library(str(library), NATIVE).identity != before.identity
    assert named_library(f"symlink://{library}", NATIVE).spec == before.spec


def test_an_arduino_library_is_one(library: Path) -> None:
    (library / "library.json").unlink()
    (library / "library.properties").write_text("name=Some Name\nversion=2.4.0-ALPHA\n")
    assert named_library(str(library), NATIVE).identity.startswith("Some Name 2.4.0-ALPHA, ")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: (folder / "library.json").unlink(), "neither library.json nor"),
        (lambda folder: (folder / "library.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "library.json").write_text("{}"), "cannot be read"),
        (shutil.rmtree, "no library folder"),
    ],
)
def test_a_folder_that_is_no_library_is_refused(library: Path, damage, told: str) -> None:
    damage(library)
    with pytest.raises(UsageError, match=told):
        named_library(str(library), NATIVE)


def test_a_boards_manifest_names_a_library_beside_it(library: Path, tmp_path: Path) -> None:
    made = scaffold_board("my_board", NATIVE, tmp_path / "boards")
    manifest = json.loads(made.manifest.read_text())
    manifest["neurio_gen"]["libraries"] = {"tflm": f"../{library.name}"}
    made.manifest.write_text(json.dumps(manifest))
    assert named_library(None, read_manifest(made.manifest)).spec == f"symlink://{library}"
