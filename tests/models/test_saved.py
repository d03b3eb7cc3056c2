"""Saved models that cannot be loaded, told of before TensorFlow is."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.errors import ModelError
from neurio_gen.models import FileModel, ModelOptions, obtain

WHOLE = b"\x08\x01\x12\x03abc"
"""A field of a number, and one of three bytes."""


def keras_file(folder: Path, *layers: dict[str, Any]) -> Path:
    config = {"module": "keras", "class_name": "Functional", "config": {"layers": list(layers)}}
    path = folder / "net.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", b"\x89HDF\r\n\x1a\n")
    return path


def layer(name: str, module: str | None = "keras.layers", **config: Any) -> dict[str, Any]:
    registered = None if module else f"Custom>{name}"
    return {
        "module": module,
        "class_name": name,
        "registered_name": registered,
        "config": {"name": "one", **config},
    }


def refused(path: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        obtain(FileModel(path), ModelOptions(cache_dir=path.parent / "cache"))
    assert caught.value.hint
    return caught.value


def test_an_input_of_open_size(tmp_path: Path) -> None:
    path = keras_file(tmp_path, layer("InputLayer", batch_shape=[None, None, None, 3]))
    error = refused(path)
    assert error.message == "net.keras: input one is of open size: (None, None, None, 3)."


def test_layers_of_the_users_own(tmp_path: Path) -> None:
    inputs = layer("InputLayer", batch_shape=[None, 8])
    error = refused(keras_file(tmp_path, inputs, layer("Mine", None), layer("Dense")))
    assert "layers or functions of your own, whose code is not in it: Mine." in error.message
    assert "model.export" in str(error.hint)


@pytest.mark.parametrize(("content", "how"), [(b"", "empty"), (WHOLE[:-1], "cut off")])
def test_a_damaged_saved_model(tmp_path: Path, content: bytes, how: str) -> None:
    (tmp_path / "variables").mkdir()
    (tmp_path / "saved_model.pb").write_bytes(content)
    assert f"is damaged: saved_model.pb is {how}." in refused(tmp_path).message


def test_a_saved_model_without_its_variables(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_bytes(WHOLE)
    assert "its folder variables is missing" in refused(tmp_path).message
