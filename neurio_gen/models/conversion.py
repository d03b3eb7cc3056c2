"""Keras models to int8 .tflite files, in a process of their own, cached by content.

TensorFlow takes seconds to load, prints a lot and may crash: none of it belongs into the
command line's process. One worker process converts all models that the cache lacks.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.models.cache import content_of, read_checked, sha256_of
from neurio_gen.models.jobs import BuildJob
from neurio_gen.models.source import KerasModel, ObtainedModel, Weights
from neurio_gen.progress import Progress

WORKER = "neurio_gen.models.build_worker"

# What builders stand on besides their own file.
_SHARED_SOURCES = (
    "environment.py",
    "network.py",
    "calibration.py",
    "calibration_sources.py",
    "onnx.py",
    "quantise.py",
    "fidelity.py",
    "build_worker.py",
    "digits_data.py",
)


def convert(
    models: Sequence[KerasModel], seed: int, cache: Path, progress: Progress
) -> dict[KerasModel, ObtainedModel]:
    """All `models`, from the cache or built now.

    Raises UsageError where TensorFlow is missing, ModelError for what cannot be built.
    """
    wanted = list(dict.fromkeys(models))
    if not wanted:
        return {}
    library = tensorflow_version()
    folder = cache / "converted"
    keys = {model: content_key(model, seed, library) for model in wanted}
    done = {model: found for model in wanted if (found := _load(folder, keys[model]))}
    missing = [model for model in wanted if model not in done]
    if missing:
        from neurio_gen.models import tensorflow_process  # most models are there already

        jobs = [_job(model, seed, folder, keys[model]) for model in missing]
        tensorflow_process.run(WORKER, jobs, progress)
        for model in missing:
            done[model] = _built(folder, keys[model], model)
    return done


def content_key(model: KerasModel, seed: int, library: str) -> str:
    """32 hex digits of what the result depends on: sources, arguments, files, seed, TensorFlow."""
    parts = [converter_key().encode(), builder_file(model.builder).read_bytes()]
    parts.append(json.dumps([model.builder.rpartition(":")[2], model.arguments]).encode())
    parts += [f"{name} {content_of(path)}".encode() for name, path in model.files]
    parts.append(f"{seed} {library}".encode())
    return sha256_of(b"".join(sha256_of(part).encode() for part in parts))[:32]


@cache
def converter_key() -> str:
    """A hash of the sources that make a .tflite of a network."""
    here = Path(__file__).parent
    parts = [sha256_of((here / name).read_bytes()) for name in _SHARED_SOURCES]
    return sha256_of("".join(parts).encode())


def tensorflow_version() -> str:
    """TensorFlow's version, without loading it. Raises UsageError where it is missing."""
    if (found := _tensorflow_version()) is not None:
        return found
    raise UsageError(
        "Building models needs TensorFlow, which is not installed.",
        hint="pip install 'neurio-gen[keras]'",
    )


def has_tensorflow() -> bool:
    """Whether models can be built on this machine."""
    return _tensorflow_version() is not None


def _tensorflow_version() -> str | None:
    for distribution in ("tensorflow", "tensorflow-cpu"):
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return None


def builder_file(builder: str) -> Path:
    """The source file of `module:function` or `path.py:function`. Raises UsageError if missing."""
    place, _, function = builder.rpartition(":")
    if place.endswith(".py"):
        path = Path(place)
    else:
        try:
            spec = importlib.util.find_spec(place) if place else None
        except ModuleNotFoundError:
            spec = None
        path = Path(spec.origin) if spec and spec.origin else Path(place or ".")
    if not function or not path.is_file():
        raise UsageError(
            f"There is no model builder {builder!r}.",
            hint="Name it as package.module:function or path/to/file.py:function.",
        )
    return path


def _job(model: KerasModel, seed: int, folder: Path, key: str) -> BuildJob:
    place, _, function = model.builder.rpartition(":")
    if place.endswith(".py"):
        place = str(Path(place).resolve())
    return BuildJob(
        label=model.label,
        builder=f"{place}:{function}",
        # As the key knows them: builders get lists where a source, to be hashable, has tuples.
        arguments=json.loads(json.dumps(dict(model.arguments)))
        | {name: str(path) for name, path in model.files},
        seed=seed,
        tflite=folder / f"{key}.tflite",
        facts=folder / f"{key}.json",
    )


def _load(folder: Path, key: str) -> ObtainedModel | None:
    """The cached model of `key`; None where it is missing or damaged."""
    try:
        record = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        sha256, weights = record["sha256"], Weights(record["weights"])
        facts, origin = dict(record["facts"]), str(record["origin"])
        notes = tuple(map(str, record.get("notes", ())))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    data = read_checked(folder / f"{key}.tflite", sha256)
    if data is None:
        return None
    return ObtainedModel(data, sha256, weights, origin, facts, notes)


def _built(folder: Path, key: str, model: KerasModel) -> ObtainedModel:
    found = _load(folder, key)
    if found is None:
        raise ModelError(
            f"{model.label} was built, but cannot be read back from {folder}.",
            hint="Is the disk full, or is something clearing the cache?",
        )
    return found
