"""Models that are kept as C source: an array of bytes, as `xxd -i` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from neurio_gen.errors import ModelError

SUFFIXES = frozenset({".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp"})
"""Endings of files that are read so."""

_IDENTIFIER = b"TFL3"
_HINT = "The file must hold one array of numbers from 0 to 255 (or -128 to 127) that is a .tflite."
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_ARRAY = re.compile(r"\[[^\]\n]*\][^={};]*=\s*\{([-0-9a-fA-FxX\s,uU]*)\}")


def is_source(path: Path) -> bool:
    """Whether a file is C source by its name."""
    return path.suffix.lower() in SUFFIXES


def model_of_source(text: str, name: str) -> bytes:
    """The bytes of the one array that is a .tflite.

    Raises ModelError where there is none, or more than one.
    """
    arrays = [_bytes(match[1]) for match in _ARRAY.finditer(_COMMENT.sub(" ", text))]
    models = [data for data in arrays if data is not None and data[4:8] == _IDENTIFIER]
    if len(models) == 1:
        return models[0]
    if len(models) > 1:
        raise ModelError(
            f"{name} holds {len(models)} arrays that are models.", hint="Give a file for each."
        )
    raise ModelError(f"{name} holds no array of bytes that is a model.", hint=_HINT)


def _bytes(numbers: str) -> bytes | None:
    """The numbers of an initialiser as bytes; None where one is none."""
    try:
        values = [int(word.rstrip("uU"), 0) for word in numbers.replace(",", " ").split()]
        return bytes(value % 256 for value in values if -128 <= value < 256)
    except ValueError:  # such as 08, which is no C either
        return None
