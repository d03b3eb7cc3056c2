"""Data sets in the official layout: read in full, or refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.harness.datasets import find_folder, read_dataset


def write(folder: Path, labels: str, **files: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "y_labels.csv").write_text(labels)
    for name, content in files.items():
        (folder / f"{name}.bin").write_bytes(content)
    return folder


def test_a_file_an_input(tmp_path: Path) -> None:
    folder = write(tmp_path, "a.bin,3,2\n b.bin , 3 , 0 \n\n", a=b"abcd", b=b"efgh")

    data = read_dataset(folder, 4)

    assert [(file.name, file.classes, file.label) for file in data.files] == [
        ("a.bin", 3, 2),
        ("b.bin", 3, 0),
    ]
    assert [list(file.read()) for file in data.files] == [[b"abcd"], [b"efgh"]]
    assert data.inputs == 2


def test_a_window_slides_over_a_recording(tmp_path: Path) -> None:
    folder = write(tmp_path, "a.bin,2,1,4,3\n", a=bytes(range(12)))

    (file,) = read_dataset(folder, 4).files

    assert list(file.read()) == [bytes([0, 1, 2, 3]), bytes([3, 4, 5, 6]), bytes([6, 7, 8, 9])]
    assert file.inputs == 3


def test_the_digest_changes_with_a_files_contents(tmp_path: Path) -> None:
    """Inputs of the same names and labels may be other inputs."""
    first = read_dataset(write(tmp_path / "1", "a.bin,3,2\n", a=b"x")).digest
    second = read_dataset(write(tmp_path / "2", "a.bin,3,2\n", a=b"y")).digest
    again = read_dataset(write(tmp_path / "3", "a.bin,3,2\n", a=b"x")).digest
    assert first == again != second


def test_the_digest_changes_with_a_label(tmp_path: Path) -> None:
    first = read_dataset(write(tmp_path / "1", "a.bin,3,2\n", a=b"x")).digest
    second = read_dataset(write(tmp_path / "2", "a.bin,3,1\n", a=b"x")).digest

    assert first != second


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("a.bin,3\n", "line 1: 'a.bin,3' is not"),
        ("a.bin,3,0\na.bin,three,1\n", "line 2"),
        ("a.bin,3,-1\n", "is not `file,classes,class`"),
        ("a.bin,3,3\n", "class 3 of 3 classes"),
        ("missing.bin,3,0\n", "there is no file"),
        ("a.bin,3,0\na.bin,3,0\n", "names a.bin twice"),
        ("a.bin,2,0,8,4\n", "has 8 bytes, the model takes 4"),
        ("short.bin,2,0\n", "has 3 bytes, the model takes 4"),
        ("a.bin,2,0,4,0\n", "the stride is 0"),
        ("short.bin,2,0,4,4\n", "shorter than one window"),
        ("", "names no file"),
        ("\x00\xff,1", "line 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, labels: str, told: str) -> None:
    folder = write(tmp_path, labels, a=b"abcd", short=b"abc")

    with pytest.raises(UsageError, match=told):
        read_dataset(folder, 4)


def test_the_folder_or_the_one_above_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "kws01", "a.bin,3,2\n", a=b"x")

    assert find_folder(folder, "kws01") == folder
    assert find_folder(tmp_path, "kws01") == folder
    with pytest.raises(UsageError, match=r"no y_labels.csv in .*, nor in its folder ic01"):
        find_folder(tmp_path, "ic01")
