"""What a sweep's file may say, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.level import Level
from neurio_gen.sweep import read_matrix


def _file(folder: Path, text: str) -> Path:
    path = folder / "sweep.toml"
    path.write_text(text)
    return path


def test_paths_are_relative_to_the_file_and_ids_stay(tmp_path: Path) -> None:
    (tmp_path / "a.tflite").touch()
    text = """
        models = ["a.tflite", "more/*.tflite", "kws01", "nets.py:networks"]
        boards = ["native"]
        levels = ["size", "speed"]
    """
    matrix = read_matrix(_file(tmp_path, text))
    expected = [tmp_path / "a.tflite", tmp_path / "more/*.tflite", "kws01"]
    assert matrix.models == (*map(str, expected), f"{tmp_path}/nets.py:networks")
    assert matrix.levels == (Level.SIZE, Level.SPEED)
    assert matrix.modes == ("performance",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("models = [", "is no TOML"),
        ('models = ["a"]', "boards is missing"),
        ('models = []\nboards = ["native"]', "models: Tuple should have at least 1 item"),
        (
            'models = ["a"]\nboards = ["native"]\nlevel = "speed"',
            "level is no field (did you mean levels?)",
        ),
        ('models = ["a"]\nboards = ["native"]\nlevels = ["fast"]', "levels.0 should be"),
        ('models = ["a"]\nboards = ["native"]\ninputs = 0', "inputs should be greater"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"sweep\.toml") as refused:
        read_matrix(_file(tmp_path, text))
    assert said in refused.value.message
    assert refused.value.hint == "docs/sweep.md has the fields of a sweep's file."
