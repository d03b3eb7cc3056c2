"""The inputs that a model's int8 ranges are taken from: read, checked, and doubted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.errors import ModelError
from neurio_gen.models.model_input import ModelInput

Array = npt.NDArray[Any]

_REMEDY = "Give one array per input, float32, of the shape (samples, *input)."
_ARRAY = b"\x93NUMPY"
LABELS = "labels"
"""The array of an .npz that holds the samples' classes."""
_BYTES = 255.0
_SMALL = 16.0
"""Unsigned data that stays within this is not taken for bytes."""


@dataclass(frozen=True)
class CalibrationData:
    """Samples of a model's inputs, an array for each, shape (samples, *input shape).

    `labels` are the samples' classes, int64 [samples], where they are known; `notes` are sentences
    that the user should see.
    """

    samples: tuple[Array, ...]
    labels: Array | None = None
    notes: tuple[str, ...] = ()


def read_calibration(path: Path, inputs: Sequence[ModelInput]) -> CalibrationData:
    """What an .npy or .npz holds for the `inputs`, of their types.

    An .npz has its arrays under the inputs' names, or in the inputs' order, and may have the
    samples' classes as `labels`. Raises ModelError for data that cannot be read, or is not of the
    model.
    """
    arrays = _arrays(path)
    named = {each.name for each in inputs}
    labels = None if LABELS in named else arrays.pop(LABELS, None)
    return checked_calibration(_in_order(arrays, inputs), inputs, labels)


def checked_calibration(
    arrays: Sequence[Array], inputs: Sequence[ModelInput], labels: Array | None
) -> CalibrationData:
    """The arrays of all inputs, in order, with their labels. Raises ModelError as above."""
    samples = tuple(_checked(*pair) for pair in zip(arrays, inputs, strict=True))
    counts = {len(array) for array in samples}
    if len(counts) > 1:
        raise _wrong(f"has {' and '.join(map(str, sorted(counts)))} samples for different inputs")
    if labels is not None:
        whole = np.issubdtype(labels.dtype, np.integer)
        if not whole or labels.size != len(samples[0]) or labels.min() < 0:
            count = len(samples[0])
            raise _wrong(f"has {LABELS} that are no {count} classes, whole numbers from 0 on")
        labels = labels.ravel().astype(np.int64)
    return CalibrationData(samples, labels)


def check_readable(path: Path) -> None:
    """Raises ModelError where an .npy or .npz cannot be read, or has values that are not finite."""
    for name, array in _arrays(path).items():
        if np.issubdtype(array.dtype, np.floating) and not np.isfinite(array).all():
            raise _wrong("holds values that are not finite" + (f", in {name}" if name else ""))


def _wrong(problem: str) -> ModelError:
    return ModelError(f"The calibration data {problem}.", hint=_REMEDY)


def _arrays(path: Path) -> dict[str, Array]:
    """All arrays of the file; the one of an .npy is nameless."""
    try:
        loaded = np.load(path, allow_pickle=False)
        return {"": loaded} if isinstance(loaded, np.ndarray) else dict(loaded.items())
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise _wrong(f"cannot be read: {_reason(path, error)}") from error


def _reason(path: Path, error: Exception) -> str:
    if "pickle" not in str(error):
        return str(error).rstrip(".")
    with path.open("rb") as file:
        is_array = file.read(len(_ARRAY)) == _ARRAY
    return "it holds Python objects, not numbers" if is_array else "it is no .npy or .npz"


def _in_order(arrays: Mapping[str, Array], inputs: Sequence[ModelInput]) -> list[Array]:
    names = [each.name for each in inputs]
    if set(names) == set(arrays):
        return [arrays[name] for name in names]
    unnamed = all(name in ("", f"arr_{index}") for index, name in enumerate(arrays))
    if len(arrays) != len(names) or not (unnamed or len(names) == 1):
        held = ", ".join(filter(None, arrays)) or "one array"
        raise _wrong(f"holds {held}; the model's inputs are {', '.join(names)}")
    return list(arrays.values())


def _checked(array: Array, wanted: ModelInput) -> Array:
    shape = ", ".join(map(str, wanted.shape))
    if array.shape[1:] != wanted.shape or array.ndim == 0 or len(array) == 0:
        problem = f"has the shape {array.shape}; input {wanted.name} takes (samples, {shape})"
        raise _wrong(problem)
    if not (np.issubdtype(array.dtype, np.number) or array.dtype == np.bool_):
        raise _wrong(f"is of type {array.dtype}, no numbers")
    if not np.isfinite(array).all():
        raise _wrong(f"holds values that are not finite, for input {wanted.name}")
    return array.astype(wanted.dtype)


def doubts(
    samples: Sequence[Array], inputs: Sequence[ModelInput], *, rescales: bool
) -> Iterator[str]:
    """What is odd about the data, with the remedy, one sentence or two each.

    `rescales`: the model brings bytes to a smaller range by itself.
    """
    for array, each in zip(samples, inputs, strict=True):
        low, high = float(array.min()), float(array.max())
        if low == high:
            yield (
                f"warning: every value for input {each.name} is {low:g}, so int8 ranges are wrong. "
                "Calibrate on inputs as the model sees them in use."
            )
        elif not rescales and low >= 0 and _SMALL < high <= _BYTES:
            yield (
                f"warning: values for input {each.name} go from {low:g} to {high:g}, and the model "
                "has no Rescaling or Normalization layer. If it was trained on smaller ones, such "
                "as 0 to 1, calibrate on these."
            )
