"""Models as training leaves them: .keras, .h5, .onnx, SavedModels; quantised on this machine."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from pathlib import Path

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.models.cache import content_of
from neurio_gen.models.conversion import tensorflow_version
from neurio_gen.models.onnx import check_converter, is_onnx
from neurio_gen.models.pictures import PICTURES, pictures_of
from neurio_gen.models.saved import (
    GRAPH,
    check_hdf5,
    check_keras_file,
    check_onnx,
    check_saved_model,
    only_input,
)
from neurio_gen.models.source import FileModel, KerasModel, ObtainedModel

BUILDER = "neurio_gen.models.builders.user_model:load"
_HDF5 = b"\x89HDF\r\n\x1a\n"
_CALIBRATION = (".npy", ".npz", ".py")
_LOOKED_AT = 4096
_MEMBERS = {"config.json", "model.weights.h5"}


class TrainingFormat(str, Enum):
    """What a trained model is saved as; the value is what its builder is told."""

    KERAS = "keras"
    HDF5 = "h5"
    SAVED_MODEL = "saved_model"
    ONNX = "onnx"


def training_format(path: Path) -> TrainingFormat | None:
    """What the file or folder is saved as, by its contents; None for anything else."""
    expanded = path.expanduser()
    try:
        if (expanded / GRAPH).is_file():
            return TrainingFormat.SAVED_MODEL
        if not stat.S_ISREG(expanded.stat().st_mode):
            return None
        with expanded.open("rb") as file:
            head = file.read(_LOOKED_AT)
        if head.startswith(_HDF5):
            return TrainingFormat.HDF5
        if is_onnx(head):
            return TrainingFormat.ONNX
        with zipfile.ZipFile(expanded) as archive:
            return TrainingFormat.KERAS if set(archive.namelist()) >= _MEMBERS else None
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def conversion_of(path: Path, form: TrainingFormat, calibration: Path | None) -> KerasModel:
    """How the model becomes an int8 .tflite.

    Raises UsageError where the calibration data or onnx2tf is missing, ModelError for a model that
    is damaged, or that Keras would refuse.
    """
    if form is TrainingFormat.SAVED_MODEL:
        check_saved_model(path.expanduser())
    if form is TrainingFormat.KERAS:
        check_keras_file(path.expanduser())
    if form is TrainingFormat.HDF5:
        check_hdf5(path.expanduser())
    if form is TrainingFormat.ONNX:
        check_onnx(path.expanduser())
        check_converter()
    files = [("model", path.expanduser().absolute())]
    if calibration is not None:
        files.append(("calibration", _checked(calibration)))
        _check_samples(files[-1][1], path.expanduser())
    return KerasModel(BUILDER, path.name, (("form", form.value),), tuple(files))


def _checked(calibration: Path) -> Path:
    path = calibration.expanduser().absolute()
    pictures = path.is_dir() and pictures_of(path)
    if not pictures and not (path.is_file() and path.suffix in _CALIBRATION):
        what = "does not exist"
        if path.exists():
            endings = ", ".join(PICTURES)
            what = "is no .npy, .npz or .py file" if path.is_file() else f"has no {endings}"
        raise UsageError(
            f"The calibration data {calibration} {what}.",
            hint="Save what the model is trained on: numpy.save('calibration.npy', x_train[:200]).",
        )
    return path


def _check_samples(data: Path, model: Path) -> None:
    """Raises ModelError for arrays that cannot be used, before TensorFlow takes its time."""
    if data.suffix not in (".npy", ".npz"):
        return
    from neurio_gen.models.calibration import check_readable, read_calibration  # NumPy

    taken = only_input(model)
    if taken is None:
        check_readable(data)
    else:
        try:
            read_calibration(data, [taken])
        except ModelError as error:
            raise ModelError(f"{model.name}: {error.message}", hint=error.hint) from error


def as_file(source: FileModel, conversion: KerasModel, built: ObtainedModel) -> ObtainedModel:
    """The model that was built, told of as the user's file: by its name and contents."""
    files = dict(conversion.files)
    data = files.get("calibration")
    calibrated = _named(data) if data else "random inputs"
    by = f"TensorFlow {tensorflow_version()}, calibrated on {calibrated}"
    origin = f"{_named(files['model'])}, quantised to int8 by {by}"
    notes = tuple(f"{source.path.name}: {note}" for note in built.notes)
    return replace(built, origin=origin, notes=notes)


def _named(path: Path) -> str:
    return f"{path.name} (sha256 {content_of(path)[:16]})"


def check_calibrated(sources: Iterable[object], calibration: Path | None) -> None:
    """Raises UsageError where calibration data is given that no model takes."""
    if calibration is None or any(isinstance(source, KerasModel) for source in sources):
        return
    raise UsageError(
        f"No model takes the calibration data {calibration}: a .tflite is quantised already.",
        hint="Give the .keras, .h5 or .onnx file, or the SavedModel folder, or drop --calibrate.",
    )
