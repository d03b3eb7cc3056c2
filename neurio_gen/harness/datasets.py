"""Data sets in the official layout: a folder of .bin files with `y_labels.csv` beside them.

A line is `file,classes,class`. Two further columns, `window bytes,stride bytes`, make the file a
recording that a window slides over: each window is an input, and the file is what is classified.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.errors import UsageError

LABELS = "y_labels.csv"
_COLUMNS = (3, 5)


@dataclass(frozen=True)
class LabelledFile:
    """A file of a data set. `label` counts from 0; `classes` is as the file states it.

    `window` and `stride` are in bytes; None where the file is one input.
    """

    path: Path
    classes: int
    label: int
    window: int | None = None
    stride: int | None = None

    @property
    def name(self) -> str:
        """The name that `y_labels.csv` calls it by."""
        return self.path.name

    @property
    def inputs(self) -> int:
        """How many inferences the file takes."""
        if self.window is None or self.stride is None:
            return 1
        return max(0, (self.path.stat().st_size - self.window) // self.stride + 1)

    def read(self) -> Iterator[bytes]:
        """The inputs, one per inference. Bytes behind the last whole window are not used."""
        data = self.path.read_bytes()
        if self.window is None or self.stride is None:
            yield data
            return
        for start in range(0, len(data) - self.window + 1, self.stride):
            yield data[start : start + self.window]


@dataclass(frozen=True)
class LabelledData:
    """A data set. `digest` is a SHA-256 of its labels and of the contents of its files."""

    folder: Path
    files: tuple[LabelledFile, ...]
    digest: str

    @property
    def labels_digest(self) -> str:
        """`labels_digest` of its files, which does not know what is in them."""
        return labels_digest((file.name, file.label) for file in self.files)

    @property
    def inputs(self) -> int:
        """How many inferences it takes."""
        return sum(file.inputs for file in self.files)


def labels_digest(labels: Iterable[tuple[str, int]]) -> str:
    """A SHA-256 of which file is of which class, in whatever order they are named."""
    lines = sorted(f"{name},{label}\n" for name, label in labels)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def find_folder(given: Path, name: str | None) -> Path:
    """The folder that holds the labels: `given` itself, or the one called `name` in it."""
    for folder in (given, given / name if name else given):
        if (folder / LABELS).is_file():
            return folder
    below = f", nor in its folder {name}" if name else ""
    raise UsageError(
        f"There is no {LABELS} in {given}{below}.",
        hint="Name a folder of .bin files in the layout of the official data sets.",
    )


def read_dataset(folder: Path, input_bytes: int | None = None) -> LabelledData:
    """The files that `y_labels.csv` names, in its order.

    Each input must have `input_bytes`, where that is known. Raises UsageError with the line that
    is wrong: a missing file, a wrong size, a label that is no class.
    """
    try:
        content = (folder / LABELS).read_bytes()
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{folder / LABELS} cannot be read: {error}.") from error
    files = tuple(
        _file(folder, number, [cell.strip() for cell in row], input_bytes)
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    )
    if not files:
        raise UsageError(f"{folder / LABELS} names no file.")
    names = [file.name for file in files]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(f"{folder / LABELS} names {twice} twice.")
    return LabelledData(folder, files, _digest(content, files))


def _digest(labels: bytes, files: Iterable[LabelledFile]) -> str:
    digest = hashlib.sha256(hashlib.sha256(labels).digest())
    for file in files:
        try:
            digest.update(hashlib.sha256(file.path.read_bytes()).digest())
        except OSError as error:
            raise UsageError(f"{file.path} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()


def _file(folder: Path, number: int, cells: list[str], input_bytes: int | None) -> LabelledFile:
    where = f"{folder / LABELS}, line {number}"
    if len(cells) not in _COLUMNS or not all(cell.isdecimal() for cell in cells[1:]):
        raise UsageError(
            f"{where}: {','.join(cells)!r} is not `file,classes,class`.",
            hint="classes and class are numbers, and there is no line of headings. "
            "A recording has two more columns: window and stride in bytes.",
        )
    classes, label, *sliding = map(int, cells[1:])
    path = folder / cells[0]
    if not path.is_file():
        raise UsageError(f"{where}: there is no file {path}.")
    if label >= max(classes, 2):
        raise UsageError(f"{where}: class {label} of {classes} classes, counted from 0.")
    file = LabelledFile(path, classes, label, *sliding)
    if file.stride == 0:
        raise UsageError(f"{where}: the stride is 0.")
    size = path.stat().st_size if file.window is None else file.window
    if input_bytes is not None and size != input_bytes:
        raise UsageError(
            f"{where}: {file.name} has {size:,} bytes, the model takes {input_bytes:,}.",
            hint="Is this the data set of another benchmark?",
        )
    if not file.inputs:
        raise UsageError(f"{where}: {file.name} is shorter than one window.")
    return file
