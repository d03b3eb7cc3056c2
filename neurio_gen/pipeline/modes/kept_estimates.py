"""Estimates that are kept between runs: of one image, one input and one emulator there is only one.

An emulated core counts the same whenever it runs the same image on the same input, and watching an
inference costs more than all else of a short run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import cast

from neurio_gen.boards import Board
from neurio_gen.codegen.program import Program
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.harness.samples import Sample
from neurio_gen.models.byte_store import ByteStore
from neurio_gen.models.cache import cache_root
from neurio_gen.own_code import own_code
from neurio_gen.pipeline.mode import Found

FOLDER = "estimates"
LIMIT_BYTES = 16 * 1024 * 1024
"""The size of the file at most: some 20,000 estimates."""


def estimate_store(cache_dir: Path | None = None) -> ByteStore:
    """The store of a cache folder; `cache_dir` as in `ModelOptions`."""
    return ByteStore(cache_root(cache_dir) / FOLDER / "estimates.sqlite", LIMIT_BYTES)


def estimate_key(
    board: Board, elf_sha256: str, model_id: str, program: Program, sample: Sample
) -> bytes:
    """All that an estimate depends on: the image, who runs in it on what, and what watches it."""
    parts: Sequence[bytes] = (
        own_code("unicorn", "capstone").encode(),
        board.model_dump_json().encode(),
        elf_sha256.encode(),
        model_id.encode(),
        repr(program.layers).encode(),
        *(f"{array.dtype.str} {array.shape}".encode() for array in sample.arrays),
        *(array.tobytes() for array in sample.arrays),
    )
    return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


def once(
    store: ByteStore, key: bytes, watch: Callable[[], tuple[Found, Mismatch | None]]
) -> tuple[Found, Mismatch | None]:
    """The estimate of a key and the first wrong output, by `watch` where the store has none."""
    known = store.get(key)
    if known is not None:
        return _unpacked(known), None
    found, mismatch = watch()
    if found and mismatch is None:
        store.put(key, json.dumps(found).encode())
    return found, mismatch


def _unpacked(content: bytes) -> Found:
    """JSON has lists where a result has tuples."""
    fields = json.loads(content).items()
    return cast(Found, {name: tuple(v) if isinstance(v, list) else v for name, v in fields})
