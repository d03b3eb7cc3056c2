"""Models that come as C source."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.errors import ModelError
from neurio_gen.models import FileModel, obtain

_MODEL = bytes([28, 0, 0, 0]) + b"TFL3" + bytes(range(256)) * 3


def source(data: bytes, *, name: str = "g_model", signed: bool = False) -> str:
    numbers = ", ".join(
        str(byte - 256 if signed and byte > 127 else byte) if signed else f"0x{byte:02x}"
        for byte in data
    )
    return (
        "/* A model, made by xxd: {0x00}; */\n#include <cstdint>\n"
        f"alignas(8) const unsigned char {name}[] = {{\n  {numbers}, // the end\n}};\n"
        f"const unsigned int {name}_len = {len(data)};\n"
    )


@pytest.mark.parametrize("name", ["model.cc", "model.h", "MODEL.C", "model.cpp"])
@pytest.mark.parametrize("signed", [False, True])
def test_the_one_array_is_the_model(tmp_path: Path, name: str, signed: bool) -> None:
    file = tmp_path / name
    file.write_text(source(_MODEL, signed=signed))
    assert obtain(FileModel(file)).tflite == _MODEL


def test_other_arrays_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "model.cc"
    file.write_text(source(b"labels", name="labels") + source(_MODEL) + "int x[2] = {1, 70000};")
    assert obtain(FileModel(file)).tflite == _MODEL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("extern const unsigned char g_model[];", "no array of bytes"),
        (source(_MODEL, name="a") + source(_MODEL, name="b"), "2 arrays that are models"),
        (source(b"no model at all"), "no array of bytes"),
    ],
)
def test_source_without_one_model_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "model.cc"
    file.write_text(text)
    with pytest.raises(ModelError, match=words) as caught:
        obtain(FileModel(file))
    assert caught.value.hint
