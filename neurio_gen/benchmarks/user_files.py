"""Model files of a user's as benchmarks, each with a name of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from anyascii import anyascii

from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.benchmarks.facts import SuiteFacts
from neurio_gen.errors import UsageError
from neurio_gen.models import FileModel
from neurio_gen.models.training import training_format

SUITE = "file"
FACTS = SuiteFacts(packed=False)
_LONGEST = 40
_PATTERN = re.compile(r"[*?[]")


def from_file(path: Path) -> Benchmark:
    """A model file as a benchmark named after it. The file is not opened yet."""
    return from_files([path])[0]


def from_files(paths: Iterable[Path]) -> tuple[Benchmark, ...]:
    """Model files as benchmarks, each file once.

    Ids keep the letters of the file's name. Files of one name in several folders are named after
    these, too: `a-model` and `b-model`. On the wire and in C++, letters become ASCII ones.
    """
    files = list({path.absolute(): path for path in paths}.values())
    labels = _labels(files)
    names = _unique([_wire_name(label) for label in labels], key=str.casefold)
    return tuple(
        Benchmark(
            id=f"{SUITE}/{label}",
            suite=SUITE,
            name=name,
            description=f"the user's {path.name}",
            source=FileModel(path),
            input_shapes=(),
            facts=FACTS,
        )
        for path, label, name in zip(files, labels, names, strict=True)
    )


def model_files(arguments: Iterable[str | Path]) -> tuple[Path, ...]:
    """The model files that files, folders and glob patterns name, in their order.

    A folder stands for the .tflite files in it, sorted, but a SavedModel for itself. Raises
    UsageError where one names nothing.
    """
    found: list[Path] = []
    for argument in arguments:
        path = Path(argument)
        if path.is_dir() and training_format(path) is None:
            inside = sorted(path.glob("*.tflite"))
            # a folder without any may be a model itself: who opens it says so
            found += inside or [path]
        elif not path.exists() and _PATTERN.search(str(argument)):
            found += _matching(str(argument))
        else:
            found.append(path)
    return tuple(found)


def _matching(pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    relative = pattern[len(anchor) :]
    paths = sorted(path for path in Path(anchor or ".").glob(relative) if path.is_file())
    if not paths:
        raise UsageError(
            f"No file matches {pattern!r}.", hint="Patterns are relative to the current folder."
        )
    return paths


def _labels(files: Sequence[Path]) -> list[str]:
    """The files' stems, with as many folders before them as it takes to tell them apart."""
    depth = [1] * len(files)
    while True:
        labels = [_label(path, levels) for path, levels in zip(files, depth, strict=True)]
        counts = Counter(labels)
        longer = [
            index
            for index, label in enumerate(labels)
            if counts[label] > 1 and depth[index] < len(files[index].absolute().parts) - 1
        ]
        if not longer:
            return _unique(labels)
        for index in longer:
            depth[index] += 1


def _label(path: Path, levels: int) -> str:
    parts = path.absolute().with_suffix("").parts[-levels:]
    return re.sub(r"[^\w-]+", "-", "-".join(parts)).strip("-_") or "model"


def _wire_name(label: str) -> str:
    """The label in the characters of `WIRE_NAME`; its end, where it is too long."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", anyascii(label)).strip("-_")
    return plain[-_LONGEST:].strip("-_") or "model"


def _unique(names: Sequence[str], key: Callable[[str], str] = str) -> list[str]:
    """The names, a number behind those whose `key` came before."""
    taken: set[str] = set()
    result = []
    for name in names:
        unique, number = name, 2
        while key(unique) in taken:
            ending = f"-{number}"
            unique, number = name[: _LONGEST - len(ending)] + ending, number + 1
        taken.add(key(unique))
        result.append(unique)
    return result
