"""Reference outputs between runs: what was kept comes back, and what is damaged does not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.models.output_keys import model_key, step_key
from neurio_gen.models.output_store import OutputStore, packed, unpacked

KEY = b"a key"
OUTPUTS = [np.arange(6, dtype=np.int8).reshape(1, 6), np.float32([[0.5], [np.inf]])]


def kept(folder: Path, key: bytes = KEY, limit: int = 10**9) -> list[np.ndarray] | None:
    store = OutputStore(folder, limit)
    try:
        return store.get(key)
    finally:
        store.close()


def keep(folder: Path, key: bytes = KEY, limit: int = 10**9, nbytes: int = 6) -> Path:
    store = OutputStore(folder, limit)
    store.put(key, [np.zeros(nbytes, np.int8)])
    store.close()
    return store.path


def test_outputs_come_back_in_another_run(tmp_path: Path) -> None:
    store = OutputStore(tmp_path)
    store.put(KEY, OUTPUTS)
    store.close()

    again = kept(tmp_path)

    assert again is not None
    assert [(a.dtype, a.tolist()) for a in again] == [(a.dtype, a.tolist()) for a in OUTPUTS]
    assert kept(tmp_path, b"another") is None


def test_a_damaged_row_counts_as_none(tmp_path: Path) -> None:
    path = keep(tmp_path)
    database = sqlite3.connect(path)
    database.execute("UPDATE outputs SET content = zeroblob(LENGTH(content))")
    database.commit()
    database.close()

    assert kept(tmp_path) is None
    keep(tmp_path)
    assert kept(tmp_path) is not None


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_file_that_is_no_database_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = keep(tmp_path)
    path.write_bytes(content)

    assert kept(tmp_path) is None
    keep(tmp_path)
    assert kept(tmp_path) is not None


def test_a_database_with_damaged_pages_is_made_anew(tmp_path: Path) -> None:
    path = keep(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes([0x5A]) * (len(whole) - 100))

    assert kept(tmp_path) is None
    keep(tmp_path)
    assert kept(tmp_path) is not None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("in the way")

    keep(tmp_path)

    assert kept(tmp_path) is None


def test_what_was_asked_for_longest_ago_makes_room(tmp_path: Path) -> None:
    limit = 60_000
    for number in range(20):
        path = keep(tmp_path, b"%d" % number, limit, 3000)
        database = sqlite3.connect(path)
        database.execute("UPDATE outputs SET asked = asked - 1")
        database.commit()
        database.close()

    assert path.stat().st_size <= limit
    found = [number for number in range(20) if kept(tmp_path, b"%d" % number, limit) is not None]
    assert found == list(range(20 - len(found), 20))
    assert len(found) > 5


def test_a_row_that_would_fill_the_store_is_not_kept(tmp_path: Path) -> None:
    keep(tmp_path, limit=40_000, nbytes=20_000)

    assert kept(tmp_path) is None


def test_keys_tell_models_interpreters_and_inputs_apart() -> None:
    zeros = [np.zeros((1, 4), np.int8)]
    models = [model_key(tflite, name) for tflite in (b"a", b"b") for name in ("x 1", "x 2")]
    steps = [
        step_key(models[0], zeros),
        step_key(models[1], zeros),
        step_key(models[0], [np.zeros((4, 1), np.int8)]),
        step_key(models[0], [np.zeros((1, 4), np.uint8)]),
        step_key(step_key(models[0], zeros), zeros),
    ]
    assert len({*models, *steps}) == len(models) + len(steps)
    assert step_key(models[0], zeros) == step_key(models[0], [np.zeros((1, 4), np.int8)])


def test_arrays_keep_their_order_shapes_and_types() -> None:
    arrays = [np.full((2, i + 1), i, np.float32) for i in range(12)] + [np.int8([[1]])]
    again = unpacked(packed(arrays))
    assert [a.tolist() for a in again] == [a.tolist() for a in arrays]
    assert [a.dtype for a in again] == [a.dtype for a in arrays]
