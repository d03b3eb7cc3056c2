"""The bytes of a file that the user named."""

from __future__ import annotations

import stat
from pathlib import Path

from neurio_gen.errors import ModelError
from neurio_gen.models.c_array import is_source, model_of_source

_HINT = "Give the path of a .tflite, .keras or .h5 file, or of a SavedModel folder."
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
        content = expanded.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelError(f"{path} cannot be read: {reason}.", hint=_HINT) from error
    if is_source(expanded):
        return model_of_source(content.decode("utf-8", errors="replace"), str(path))
    return content
