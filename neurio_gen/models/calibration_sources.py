"""Calibration data as people have it: arrays, a folder of pictures, a generator in a Python file.

Imported only where TensorFlow may be.
"""

from __future__ import annotations

import runpy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from neurio_gen.errors import ModelError
from neurio_gen.models.calibration import (
    Array,
    CalibrationData,
    checked_calibration,
    read_calibration,
)
from neurio_gen.models.model_input import ModelInput
from neurio_gen.models.pictures import pictures_of

MOST_SAMPLES = 200
"""Pictures that are taken of a folder, spread over all, and samples of a generator."""

GENERATOR = "calibration"
"""The function of a Python file that yields samples."""

LABEL = "label"
"""The key of a sample's class, where a generator knows it."""

_LARGEST_BYTE = 255.0


def calibration_data(
    path: Path, inputs: Sequence[ModelInput], *, rescales: bool
) -> CalibrationData:
    """What the file or folder at `path` holds for the `inputs`.

    Pictures are resized to the input; their bytes become 0 to 1, unless the model `rescales` by
    itself. Raises ModelError for data that is not of the model.
    """
    if path.is_dir():
        return _pictures(path, inputs, rescales=rescales)
    if path.suffix == ".py":
        return _generated(path, inputs)
    return read_calibration(path, inputs)


def _pictures(folder: Path, inputs: Sequence[ModelInput], *, rescales: bool) -> CalibrationData:
    """Those of subfolders are of the classes that the subfolders are, in alphabetical order."""
    if len(inputs) != 1 or len(inputs[0].shape) != 3 or inputs[0].shape[2] not in (1, 3):
        shapes = ", ".join(str(each.shape) for each in inputs)
        raise ModelError(
            f"The model takes no pictures: its inputs are {shapes}.",
            hint="Give its samples as an .npy or .npz, or by a generator in a Python file.",
        )
    files = pictures_of(folder)
    spread = np.unique(np.linspace(0, len(files) - 1, min(len(files), MOST_SAMPLES)).astype(int))
    chosen = [files[i] for i in spread]
    arrays = np.stack([_picture(file, inputs[0].shape) for file in chosen])
    scale = 1.0 if rescales else _LARGEST_BYTE
    names = sorted({file.relative_to(folder).parts[0] for file in files})
    in_classes = all(len(file.relative_to(folder).parts) == 2 for file in files)
    labels = [names.index(file.relative_to(folder).parts[0]) for file in chosen]
    data = checked_calibration(
        [arrays / scale], inputs, np.array(labels) if in_classes and len(names) > 1 else None
    )
    taken = "0 to 255, as its Rescaling layer takes them" if rescales else "0 to 1"
    note = (
        f"{len(chosen)} pictures of {folder.name}, values from {taken}. If the model was trained "
        "on others, calibrate by a generator in a Python file."
    )
    return replace(data, notes=(note,))


def _picture(file: Path, shape: Sequence[int]) -> Array:
    """The picture in the input's size, float32, bytes from 0 to 255."""
    try:
        decoded = tf.io.decode_image(file.read_bytes(), channels=shape[2], expand_animations=False)
    except tf.errors.InvalidArgumentError as error:
        raise ModelError(
            f"{file.name} is no picture that can be read.", hint="Remove or repair it."
        ) from error
    resized: Array = tf.image.resize(decoded, shape[:2]).numpy()
    return resized


def _generated(path: Path, inputs: Sequence[ModelInput]) -> CalibrationData:
    """What the function of the file yields: a sample, or a dict of them by the inputs' names."""
    function = runpy.run_path(str(path)).get(GENERATOR)
    if not callable(function):
        raise ModelError(
            f"{path.name} has no function {GENERATOR}.",
            hint=f"def {GENERATOR}(): that yields samples, without an axis for the batch.",
        )
    samples = [_by_name(sample, inputs) for sample in islice(_iterable(function()), MOST_SAMPLES)]
    arrays = [_stacked(samples, each) for each in inputs]
    labelled = bool(samples) and all(LABEL in sample for sample in samples)
    labels = np.array([sample[LABEL] for sample in samples]) if labelled else None
    return checked_calibration(arrays, inputs, labels)


def _iterable(found: Any) -> Iterable[Any]:
    if isinstance(found, Iterable):
        return found
    raise ModelError(
        f"{GENERATOR}() returns {type(found).__name__}, and not samples.",
        hint="Let it yield them one by one.",
    )


def _by_name(sample: Any, inputs: Sequence[ModelInput]) -> Mapping[str, Any]:
    return sample if isinstance(sample, Mapping) else {inputs[0].name: sample}


def _stacked(samples: Sequence[Mapping[str, Any]], each: ModelInput) -> Array:
    try:
        return np.stack([np.asarray(sample[each.name]) for sample in samples])
    except (KeyError, ValueError) as error:
        held = "none" if not samples else ", ".join(map(str, samples[0]))
        raise ModelError(
            f"{GENERATOR}() yields {held}; a sample of input {each.name} has the shape "
            f"{each.shape}.",
            hint="Yield an array, or a dict with one per input by its name, and `label` if known.",
        ) from error
