"""Models that a function of the user's yields, cached by the function's file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.models import tensorflow_process
from neurio_gen.models.cache import cache_root, read_checked, sha256_of
from neurio_gen.models.conversion import (
    builder_file,
    converter_key,
    has_tensorflow,
    tensorflow_version,
)
from neurio_gen.models.jobs import YieldJob
from neurio_gen.progress import SILENT, Progress

WORKER = "neurio_gen.models.yield_worker"
_MANIFEST = "models.json"


@dataclass(frozen=True)
class Yielded:
    """A model by its name: the bytes of a .tflite, or why there are none."""

    name: str
    tflite: bytes | None
    error: ModelError | None = None


def yielded_models(
    function: str, *, seed: int = 0, cache_dir: Path | None = None, progress: Progress = SILENT
) -> tuple[Yielded, ...]:
    """All models of `package.module:function` or `path/to/file.py:function`, in its order.

    It is called with `seed`, if it takes one, in a process of its own, and yields Keras models,
    which are quantised with random inputs, or bytes of .tflite files; or pairs of a name and one of
    these. What a file of the same contents has yielded before is taken from the cache. Raises
    UsageError where there is no such file, ModelError where the function fails.
    """
    place, _, name = function.rpartition(":")
    if place.endswith(".py"):
        if not Path(place).is_file():
            raise UsageError(f"There is no file {place}.", hint="Give path/to/file.py:function.")
        function = f"{Path(place).resolve()}:{name}"
    library = tensorflow_version() if has_tensorflow() else "none"
    content = builder_file(function).read_bytes()
    parts = (sha256_of(content), converter_key(), name, str(seed), library)
    key = sha256_of(" ".join(parts).encode())[:32]
    folder = cache_root(cache_dir) / "converted" / f"yielded-{key}"
    found = _read(folder)
    if found is None:
        tensorflow_process.run(WORKER, [YieldJob(name, function, seed, folder)], progress)
        found = _read(folder)
    if found is None:
        raise ModelError(
            f"What {function} yields cannot be read back from {folder}.",
            hint="Is the disk full, or is something clearing the cache?",
        )
    return found


def _read(folder: Path) -> tuple[Yielded, ...] | None:
    """What the folder holds; None where it is not whole, or damaged."""
    try:
        record = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if not record["whole"]:
            return None
        models = [_model(folder, each) for each in record["models"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if None in models else tuple(each for each in models if each is not None)


def _model(folder: Path, record: dict[str, str]) -> Yielded | None:
    name = record["name"]
    if "error" in record:
        return Yielded(name, None, ModelError(record["error"], hint=record.get("hint")))
    data = read_checked(folder / f"{name}.tflite", record["sha256"])
    return None if data is None else Yielded(name, data)
