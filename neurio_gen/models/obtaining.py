"""From a source to a model's bytes: folder, cache, download, and only then our own making."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neurio_gen.errors import ModelError, NeurioGenError
from neurio_gen.models.cache import cache_root, read_checked, sha256_of, write_atomically
from neurio_gen.models.conversion import convert, has_tensorflow
from neurio_gen.models.download import UnreachableError, download
from neurio_gen.models.file import read_file
from neurio_gen.models.folder import ENVIRONMENT, from_folder, models_folder
from neurio_gen.models.official import COMMIT
from neurio_gen.models.packaged import packaged
from neurio_gen.models.source import (
    FileModel,
    KerasModel,
    ModelOptions,
    ModelSource,
    ObtainedModel,
    OfficialModel,
    PackagedModel,
    Weights,
)
from neurio_gen.models.training import (
    as_file,
    check_calibrated,
    conversion_of,
    training_format,
)
from neurio_gen.progress import SILENT, Progress
from neurio_gen.weights import WeightsPolicy


def obtain(
    source: ModelSource,
    options: ModelOptions | None = None,
    progress: Progress = SILENT,
) -> ObtainedModel:
    """The model of `source`. Raises ModelError (or UsageError) with a hint if it cannot be had."""
    return obtain_all((source,), options, progress)[0]


def obtain_all(
    sources: Sequence[ModelSource],
    options: ModelOptions | None = None,
    progress: Progress = SILENT,
) -> tuple[ObtainedModel, ...]:
    """The models of `sources`, in their order.

    All that have to be built are built in one process, since TensorFlow takes seconds to load.
    Raises as `obtain` does; what was built before the error stays in the cache.
    """
    chosen = options or ModelOptions()
    found: list[ObtainedModel | KerasModel] = []
    for source in sources:
        if isinstance(source, FileModel):
            found.append(_from_file(source, chosen))
        elif isinstance(source, OfficialModel):
            found.append(_official(source, chosen, progress))
        elif isinstance(source, PackagedModel):
            found.append(packaged(source, chosen, progress))
        else:
            found.append(source)
    own = [each for each, source in zip(found, sources, strict=True) if _is_file(source)]
    check_calibrated(own, chosen.calibration)
    to_build = [model for model in found if isinstance(model, KerasModel)]
    built = convert(to_build, chosen.seed, cache_root(chosen.cache_dir), progress)
    return tuple(
        _built(source, model, built[model]) if isinstance(model, KerasModel) else model
        for source, model in zip(sources, found, strict=True)
    )


def _is_file(source: ModelSource) -> bool:
    return isinstance(source, FileModel)


def _built(source: ModelSource, model: KerasModel, network: ObtainedModel) -> ObtainedModel:
    if isinstance(source, FileModel):
        return as_file(source, model, network)
    if not isinstance(source, OfficialModel):
        return network
    from neurio_gen.models.stand_ins import like_official  # NumPy takes long to import

    return like_official(source, network)


def _from_file(source: FileModel, options: ModelOptions) -> ObtainedModel | KerasModel:
    """A .tflite as it is; for a trained model, how it is quantised."""
    if (form := training_format(source.path)) is not None:
        return conversion_of(source.path, form, options.calibration)
    data = read_file(source.path)
    return ObtainedModel(data, sha256_of(data), Weights.FILE, str(source.path))


def _official(
    model: OfficialModel, options: ModelOptions, progress: Progress
) -> ObtainedModel | KerasModel:
    """The official file, or what to build instead of it; without TensorFlow, a stand-in for it."""
    if (found := locate(model, options)) is not None:
        return found
    try:
        data = _download(model, options, progress)
    except UnreachableError as error:
        if options.weights is WeightsPolicy.REFERENCE:
            raise _refusal(model, error) from error
        if has_tensorflow():
            return model.fallback
        from neurio_gen.models.stand_ins import stand_in  # NumPy takes long to import

        return stand_in(model, options.seed)
    write_atomically(_cached(model, options), data)
    return _published(model, data, f"mlcommons/tiny at {COMMIT[:12]}")


def locate(model: OfficialModel, options: ModelOptions) -> ObtainedModel | None:
    """An official model that is on this machine, in the folder or the cache; None if it is not."""
    folder = models_folder(options.models_dir)
    if folder is not None and (data := from_folder(folder, model)) is not None:
        return _published(model, data, str(folder / model.filename))
    cached = _cached(model, options)
    if (data := read_checked(cached, model.sha256)) is not None:
        return _published(model, data, str(cached))
    return None


def _cached(model: OfficialModel, options: ModelOptions) -> Path:
    return cache_root(options.cache_dir) / "official" / model.sha256[:16] / model.filename


def _published(model: OfficialModel, data: bytes, origin: str) -> ObtainedModel:
    return ObtainedModel(data, model.sha256, Weights.MLCOMMONS, origin)


def _download(model: OfficialModel, options: ModelOptions, progress: Progress) -> bytes:
    if not options.download:
        raise UnreachableError("Downloads are switched off.")
    return download(model, progress)


def _refusal(model: OfficialModel, reason: NeurioGenError) -> ModelError:
    return ModelError(
        f"The official {model.filename} is not at hand and random weights are refused. "
        f"{reason.message}",
        hint=f"Put the file into a folder and name it by --models or {ENVIRONMENT}, "
        "or drop --weights reference.",
    )
