"""A model that the user trained, from the file or folder that it was saved to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from neurio_gen.errors import ModelError
from neurio_gen.models.calibration import Array, CalibrationData, doubts
from neurio_gen.models.calibration_sources import calibration_data
from neurio_gen.models.model_input import ModelInput
from neurio_gen.models.network import Network
from neurio_gen.models.onnx import to_saved_model
from neurio_gen.models.source import Weights
from neurio_gen.models.training import TrainingFormat

RANDOM_SAMPLES = 32
"""Inputs that stand for calibration data."""

_SIGNATURE = "serving_default"
_RESCALING = (
    keras.layers.Rescaling,
    keras.layers.Normalization,
)
_UNCALIBRATED = (
    "RANDOM CALIBRATION: for timing only, outputs mean nothing. For int8 outputs that mean "
    "something, give samples of its inputs: --calibrate DATA.npy"
)


def load(model: str, form: str, calibration: str | None = None) -> Network:
    """The model at the path `model`, with samples of the file `calibration`, or random ones.

    `form` is a value of TrainingFormat. Raises ModelError for a model that cannot be loaded or has
    inputs of open size, and for data that is not of the model.
    """
    loaded, facts = _loaded(model, TrainingFormat(form))
    inputs = [_input(tensor) for tensor in loaded.inputs]
    if calibration is None:
        data = CalibrationData(tuple(map(_random, inputs)), notes=(_UNCALIBRATED,))
    else:
        rescales = any(isinstance(layer, _RESCALING) for layer in _layers(loaded))
        data = calibration_data(Path(calibration), inputs, rescales=rescales)
        found = doubts(data.samples, inputs, rescales=rescales)
        data = replace(data, notes=(*data.notes, *found))
    if form == TrainingFormat.ONNX.value:
        shapes = ", ".join(f"{each.name} {each.shape}" for each in inputs)
        data = replace(
            data, notes=(f"onnx2tf puts channels last: inputs are {shapes}.", *data.notes)
        )
    return Network(
        loaded,
        data.samples,
        weights=(Weights.FILE if calibration else Weights.UNCALIBRATED).value,
        float_operators=True,  # the compiler names those that it lacks, the converter does not
        facts=facts,
        notes=data.notes,
        compared=calibration is not None and any(np.ptp(array) for array in data.samples),
        labels=data.labels,
    )


def _loaded(model: str, form: TrainingFormat) -> tuple[Any, dict[str, float]]:
    """The model, and what only the file tells."""
    if form is TrainingFormat.SAVED_MODEL:
        return _served(model)
    if form is TrainingFormat.ONNX:
        with tempfile.TemporaryDirectory(prefix="neurio-gen-") as folder:
            to_saved_model(Path(model), Path(folder))
            return _served(folder)
    return _saved(model, form.value)


def _saved(model: str, form: str) -> tuple[Any, dict[str, float]]:
    """The model of a .keras or HDF5 file, whatever its name ends in."""
    with tempfile.TemporaryDirectory(prefix="neurio-gen-") as folder:
        named = Path(folder) / f"model.{form}"
        named.symlink_to(model)
        try:
            return keras.saving.load_model(named, compile=False), {}
        except Exception as error:  # Keras raises all kinds
            raise ModelError(
                f"Keras {keras.__version__} cannot load it: {_reason(error)}",
                hint="Give a SavedModel, which needs none of your code: model.export('folder').",
            ) from error


def _served(folder: str) -> tuple[Any, dict[str, float]]:
    """A SavedModel as a Keras model of one layer."""
    try:
        loaded = tf.saved_model.load(folder)
    except Exception as error:  # TensorFlow raises all kinds
        raise ModelError(
            f"TensorFlow {tf.__version__} cannot load it: {_reason(error)}",
            hint="Write it again with this version: model.export('folder').",
        ) from error
    if _SIGNATURE not in loaded.signatures:
        raise ModelError(
            f"The SavedModel has no signature {_SIGNATURE}.",
            hint="Write it by model.export('folder'), which makes one.",
        )
    layer = _Served(loaded)
    specs = layer.signature.structured_input_signature[1]
    inputs = [
        keras.Input(tuple(spec.shape[1:]), name=name, dtype=spec.dtype.name)
        for name, spec in specs.items()
    ]
    weights = sum(int(np.prod(variable.shape)) for variable in layer.signature.variables)
    return keras.Model(inputs, layer(inputs)), {"parameters": weights}


def _reason(error: Exception) -> str:
    """The innermost cause that Keras tells of, which it puts behind the model's configuration."""
    told = str(error).rpartition("Exception encountered:")[2].partition("Full object config:")[0]
    return " ".join(told.split())[:300]


class _Served(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """What a SavedModel serves, as a layer."""

    def __init__(self, loaded: Any) -> None:
        super().__init__()
        self.loaded = loaded
        self.signature = loaded.signatures[_SIGNATURE]

    def call(self, inputs: Any) -> Any:
        """All outputs; the only one alone."""
        names = self.signature.structured_input_signature[1]
        outputs = list(self.signature(**dict(zip(names, inputs, strict=True))).values())
        return outputs if len(outputs) > 1 else outputs[0]


def _input(tensor: Any) -> ModelInput:
    name, shape = str(tensor.name), tuple(tensor.shape[1:])
    if None in shape:
        raise ModelError(
            f"Input {name} is of open size: {tuple(tensor.shape)}.",
            hint="Build the model with a size for all but the batch, keras.Input(shape).",
        )
    return ModelInput(name, shape, str(tensor.dtype))


def _random(each: ModelInput) -> Array:
    rng = np.random.default_rng([RANDOM_SAMPLES, *each.shape])
    shape = (RANDOM_SAMPLES, *each.shape)
    if np.issubdtype(np.dtype(each.dtype), np.floating):
        return rng.uniform(-1.0, 1.0, shape).astype(each.dtype)
    return rng.integers(0, 2, shape).astype(each.dtype)


def _layers(model: Any) -> Iterator[Any]:
    """All layers, those of models within the model, too."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from _layers(layer)
