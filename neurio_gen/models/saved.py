"""What can be said of a saved model without loading TensorFlow, which takes its time."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neurio_gen.errors import ModelError
from neurio_gen.models.model_input import ModelInput

GRAPH = "saved_model.pb"
"""The file that makes a folder a SavedModel."""

_VARIABLES = "variables"
_EXPORT = "Write it again: model.export('folder')."
_LENGTH_DELIMITED = 2
_CONTINUES = 0x80


def check_saved_model(folder: Path) -> None:
    """Raises ModelError for a SavedModel that was not copied whole."""
    content = (folder / GRAPH).read_bytes()
    if not is_whole(content):
        raise ModelError(
            f"The SavedModel {folder.name} is damaged: {GRAPH} is "
            f"{'cut off' if content else 'empty'}.",
            hint=_EXPORT,
        )
    if not (folder / _VARIABLES).is_dir():
        raise ModelError(
            f"The SavedModel {folder.name} is not whole: its folder {_VARIABLES} is missing.",
            hint=f"Copy the folder with all that is in it. {_EXPORT}",
        )


def check_keras_file(path: Path) -> None:
    """Raises ModelError for a .keras file with inputs of open size, or with classes of the user's.

    What its configuration does not tell is left to Keras.
    """
    found = list(_objects(_configuration(path)))
    own = [each for each in found if each.get("module", "") is None and _is_registered(each)]
    if own:
        names = ", ".join(dict.fromkeys(str(each["class_name"]) for each in own))
        raise ModelError(
            f"{path.name} has layers or functions of your own, whose code is not in it: {names}.",
            hint="Give a SavedModel, which needs none of your code: model.export('folder').",
        )
    for each in found:
        fields = each.get("config")
        if each.get("class_name") == "InputLayer" and isinstance(fields, dict):
            shape = fields.get("batch_shape")
            if isinstance(shape, list) and None in shape[1:]:
                raise ModelError(
                    f"{path.name}: input {fields.get('name')} is of open size: {tuple(shape)}.",
                    hint="Build the model with a size for all but the batch, keras.Input(shape).",
                )


def check_hdf5(path: Path) -> None:
    """Raises ModelError for a file of weights alone: a model has its configuration beside them."""
    if b"model_config" not in path.read_bytes():
        raise ModelError(
            f"{path.name} holds weights, and no model that they belong to.",
            hint="Save the model itself: model.save('my.keras').",
        )


def check_onnx(path: Path) -> None:
    """Raises ModelError for a file that was not copied whole."""
    if not is_whole(path.read_bytes()):
        raise ModelError(
            f"{path.name} is an ONNX model that is cut off or damaged.",
            hint="Copy, download or export it again.",
        )


def only_input(path: Path) -> ModelInput | None:
    """The input of a .keras file with one of known size; None for other files."""
    inputs = [
        fields
        for each in _objects(_configuration(path))
        if each.get("class_name") == "InputLayer" and isinstance(fields := each["config"], dict)
    ]
    if len(inputs) != 1:
        return None
    shape, dtype = inputs[0].get("batch_shape"), inputs[0].get("dtype")
    if not isinstance(shape, list) or None in shape[1:] or not isinstance(dtype, str):
        return None
    return ModelInput(str(inputs[0].get("name")), tuple(shape[1:]), dtype)


def _configuration(path: Path) -> Any:
    """What a .keras file says of its layers; None where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("config.json"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _is_registered(each: dict[str, Any]) -> bool:
    return ">" in str(each.get("registered_name"))


def _objects(config: Any) -> Iterator[dict[str, Any]]:
    """All serialised objects in a configuration."""
    if isinstance(config, dict):
        if "class_name" in config:
            yield config
        config = list(config.values())
    if isinstance(config, list):
        for each in config:
            yield from _objects(each)


def is_whole(content: bytes) -> bool:
    """Whether a message of protocol buffers ends where its last field does."""
    at = 0
    while at < len(content):
        tag, at = _number(content, at)
        if tag & 7 == _LENGTH_DELIMITED:
            length, at = _number(content, at)
            at += length
        elif tag & 7 == 0:
            _, at = _number(content, at)
        else:
            return False
    return bool(content) and at == len(content)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """The variable-length number at a place, and the place behind it."""
    value = shift = 0
    while at < len(content):
        byte = content[at]
        value |= (byte & (_CONTINUES - 1)) << shift
        at, shift = at + 1, shift + 7
        if not byte & _CONTINUES:
            return value, at
    return value, len(content) + 1
