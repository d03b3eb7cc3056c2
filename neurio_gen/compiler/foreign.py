"""What a file is that is no .tflite, by its first bytes, and what to do with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neurio_gen.models.advice import QUANTISE
from neurio_gen.models.onnx import is_onnx

_LOOKED_AT = 4096


@dataclass(frozen=True)
class Kind:
    """A kind of file: `what` completes "it is", `hint` says what to do."""

    what: str
    hint: str


_KERAS = Kind("a Keras model in HDF5", QUANTISE)
_WHOLE = "Is this the model's file? Give a .tflite, as tf.lite.TFLiteConverter writes it."
_ONNX = Kind("an ONNX model that is cut off or damaged", "Export it again, and give it whole.")

_KINDS: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"\x89HDF\r\n\x1a\n"), _KERAS),
    (
        re.compile(rb"version https://git-lfs\.github\.com"),
        Kind(
            "a Git-LFS pointer, which stands for the file",
            "Fetch the file itself: git lfs install, then git lfs pull.",
        ),
    ),
    (
        re.compile(rb"\s*(<!doctype html|<html|<\?xml)", re.IGNORECASE),
        Kind(
            "a web page",
            "Download the raw file: on a repository's page, the link is named Raw or Download.",
        ),
    ),
    (
        re.compile(rb"PK\x03\x04(?s:.*)(config\.json|model\.weights\.h5|metadata\.json)"),
        Kind(
            "a Keras model (.keras) that is cut off or damaged",
            "Save it again, model.save('my.keras'), and give it whole: it is quantised here.",
        ),
    ),
    (
        re.compile(rb"PK\x03\x04(?s:.*)data\.pkl"),
        Kind(
            "a PyTorch model",
            "Export it to ONNX, torch.onnx.export(...), and give the .onnx: it is quantised here.",
        ),
    ),
    (re.compile(rb"PK\x03\x04"), Kind("a ZIP archive", "Unzip it, and give the .tflite in it.")),
    (
        re.compile(rb"\x1f\x8b"),
        Kind("compressed by gzip", "Unpack it first: gunzip FILE.tflite.gz"),
    ),
    (re.compile(rb"\xfd7zXZ\x00|BZh|\x28\xb5\x2f\xfd"), Kind("compressed", "Unpack it first.")),
    (
        re.compile(rb"\x08\x01\x12(?s:.*)(\x0a|saver|serve)"),
        Kind(
            "the graph of a TensorFlow SavedModel (saved_model.pb)",
            "Give the folder that it lies in: it is quantised here.",
        ),
    ),
    (
        re.compile(rb"\n[\s\S]{0,200}(Placeholder|Const|dtype)"),
        Kind("a frozen TensorFlow graph (.pb)", QUANTISE),
    ),
    (
        re.compile(
            rb"[\x09\x0a\x0d\x20-\x7e\xc2-\xf4\x80-\xbf]*?(#include|alignas|unsigned char|const )"
        ),
        Kind(
            "source code without an array of bytes that is a model",
            "Give the file that holds the model's array, such as model_data.cc.",
        ),
    ),
)


def kind_of(content: bytes) -> Kind:
    """The kind of a file's bytes, which are no .tflite."""
    head = content[:_LOOKED_AT]
    if is_onnx(head):
        return _ONNX
    for pattern, kind in _KINDS:
        if pattern.match(head):
            return kind
    return Kind("of a kind that is not known: the identifier of a .tflite is missing", _WHOLE)
