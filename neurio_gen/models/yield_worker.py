"""What a worker runs that asks a user's function for models, one after the other.

TensorFlow is loaded with the first Keras model only: a function that yields .tflite needs none.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neurio_gen.errors import ModelError, NeurioGenError
from neurio_gen.models.cache import read_checked, sha256_of, write_atomically
from neurio_gen.models.jobs import YieldJob
from neurio_gen.workers.child import Service, Tell

MANIFEST = "models.json"
_NAME = re.compile(r"[^A-Za-z0-9_-]+")


def service() -> Service:
    """Does a `YieldJob`. Refuses a function that cannot be called or yields something else."""
    return take_all


def take_all(job: YieldJob, tell: Tell) -> None:
    """Writes each model, and what was taken into the manifest; what was taken before is kept."""
    known = _known(job.folder)
    records: list[dict[str, Any]] = []
    for number, (name, given) in enumerate(_yielded(job)):
        tell(f"model {number}, {name}")
        before = known.get(name)
        path = job.folder / f"{name}.tflite"
        if before and "sha256" in before and read_checked(path, before["sha256"]) is not None:
            records.append(before)
            continue
        try:
            content = given if isinstance(given, bytes) else _converted(given, job.seed)
        except NeurioGenError as error:
            records.append({"name": name, "error": error.message, "hint": error.hint})
            continue
        write_atomically(path, content)
        records.append({"name": name, "sha256": sha256_of(content)})
        _write(job.folder, [*records, *(r for n, r in known.items() if n not in _names(records))])
    _write(job.folder, records, whole=True)


def _yielded(job: YieldJob) -> Iterator[tuple[str, Any]]:
    place, _, function = job.builder.rpartition(":")
    taken: set[str] = set()
    try:
        make = getattr(_module(place), function)
        options = {"seed": job.seed} if "seed" in inspect.signature(make).parameters else {}
        for number, item in enumerate(make(**options)):
            name, given = item if isinstance(item, tuple) else (f"{function}-{number}", item)
            name = _NAME.sub("-", str(name)).strip("-_")[:40] or f"{function}-{number}"
            if name in taken:
                raise ModelError(f"{job.builder} yields two models called {name}.")
            taken.add(name)
            yield name, given
    except NeurioGenError:
        raise
    except Exception as error:  # a user's code raises all kinds
        raise ModelError(
            f"{job.builder} failed: {type(error).__name__}: {error}",
            hint="It yields Keras models or bytes of .tflite files, alone or each with a name.",
        ) from error


def _module(place: str) -> Any:
    if not place.endswith(".py"):
        return importlib.import_module(place)
    spec = importlib.util.spec_from_file_location(Path(place).stem, place)
    if spec is None or spec.loader is None:
        raise ModelError(f"{place} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _converted(given: Any, seed: int) -> bytes:
    from neurio_gen.models.build_worker import network_of
    from neurio_gen.models.quantise import to_int8
    from neurio_gen.models.refusals import refusals

    with refusals(of_a_user=True):
        return to_int8(network_of(given, seed, "the function"))


def _names(records: list[dict[str, Any]]) -> set[str]:
    return {record["name"] for record in records}


def _known(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {each["name"]: each for each in record["models"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(folder: Path, records: list[dict[str, Any]], *, whole: bool = False) -> None:
    document = {"whole": whole, "models": records}
    write_atomically(folder / MANIFEST, json.dumps(document).encode())
