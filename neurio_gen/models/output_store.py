"""Outputs of reference interpreters between runs: by model, input, interpreter and version."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.models.byte_store import ByteStore
from neurio_gen.models.cache import cache_root

Array = npt.NDArray[Any]

FOLDER = "outputs"
LIMIT_BYTES = 256 * 1024 * 1024
"""The size of the file at most."""


class OutputStore:
    """The store of a cache folder, used as a ByteStore is."""

    def __init__(self, cache_dir: Path | None = None, limit: int = LIMIT_BYTES) -> None:
        """`cache_dir` as in `ModelOptions`. The file is opened when it is first needed."""
        self.path = cache_root(cache_dir) / FOLDER / "outputs.sqlite"
        self.bytes = ByteStore(self.path, limit)
        """What else is kept there, under keys of its own."""

    def get(self, key: bytes) -> list[Array] | None:
        """The outputs of a key; None where there are none, or damaged ones."""
        content = self.bytes.get(key)
        return None if content is None else unpacked(content)

    def put(self, key: bytes, outputs: Sequence[Array]) -> None:
        """Keeps the outputs of a key, unless they are very large."""
        self.bytes.put(key, packed(outputs))

    def close(self) -> None:
        """Makes room where too much is kept, and closes the file. May be called twice."""
        self.bytes.close()


def packed(arrays: Sequence[Array]) -> bytes:
    """Arrays as the bytes of an .npz."""
    file = io.BytesIO()
    named = {str(index): array for index, array in enumerate(arrays)}
    np.savez(file, **named)  # type: ignore[arg-type]
    return file.getvalue()


def unpacked(data: bytes) -> list[Array]:
    """What `packed` made."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return [arrays[str(index)] for index in range(len(arrays.files))]
