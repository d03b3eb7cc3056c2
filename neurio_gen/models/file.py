"""The bytes of a file that the user named."""

from __future__ import annotations

import stat
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from neurio_gen.errors import ModelError
from neurio_gen.models.c_array import is_source, model_of_source
from neurio_gen.models.saved import GRAPH

_HINT = "Give the path of a .tflite, .keras, .h5 or .onnx file, or of a SavedModel folder."
LARGEST_FILE = 1 << 30
"""Bytes of a file that is read."""


def read_file(path: Path) -> bytes:
    """The model in a regular file of at most 1 GiB: its contents, or those of an array in C source.

    Raises ModelError for anything else.
    """
    expanded = path.expanduser()
    try:
        found = expanded.stat()
        # A device or pipe may have no end.
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise ModelError(f"{path} is no regular file.", hint=_HINT)
        if found.st_size > LARGEST_FILE:
            problem = f"{path} has {found.st_size:,} bytes, supported are {LARGEST_FILE:,}."
            raise ModelError(problem, hint=_HINT)
        if stat.S_ISDIR(found.st_mode):
            raise ModelError(f"The folder {path} holds no model.", hint=_hint_for_folder(path))
        content = expanded.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"There is no file {path}.", hint=_hint_for_missing(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelError(f"{path} cannot be read: {reason}.", hint=_HINT) from error
    if is_source(expanded):
        return model_of_source(content.decode("utf-8", errors="replace"), str(path))
    return content


def _hint_for_folder(path: Path) -> str:
    if (path.expanduser().absolute().parent / GRAPH).is_file():
        return f"Give the SavedModel, which it is a part of: {path.absolute().parent}"
    return f"A folder is a SavedModel, with {GRAPH} in it, or one of .tflite files."


def _hint_for_missing(path: Path) -> str:
    names: list[str] = []
    with suppress(OSError):
        names = [each.name for each in path.expanduser().parent.iterdir()]
    near = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f"Did you mean {path.with_name(near[0])}?" if near else _HINT
