"""TensorFlow's own interpreter as the oracle, for operators that TFLite Micro lacks.

It runs in a process of its own, and what it said is kept: the same model and inputs do not load
TensorFlow again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.models import tensorflow_process
from neurio_gen.models.cache import cache_root, sha256_of, write_atomically
from neurio_gen.models.conversion import tensorflow_version
from neurio_gen.models.jobs import InterpretJob
from neurio_gen.progress import SILENT

WORKER = "neurio_gen.models.interpreter_worker"

Array = npt.NDArray[Any]


def tensorflow_outputs(
    tflite: bytes, samples: Sequence[Sequence[Array]], *, cache_dir: Path | None = None
) -> list[list[Array]]:
    """All outputs of the model for each of `samples`, which hold one array an input.

    Arrays have the tensors' own shapes and types. `cache_dir` as in `ModelOptions`. Raises
    UsageError where TensorFlow is missing, ModelError where it refuses the model.
    """
    key = _content_key(tflite, samples, tensorflow_version())
    kept = cache_root(cache_dir) / "tensorflow-outputs" / f"{key}.npz"
    outputs = _read(kept)
    if outputs is None:
        outputs = _interpreted(tflite, samples)
        write_atomically(kept, packed(outputs))
    return outputs


def packed(samples: Sequence[Sequence[Array]]) -> bytes:
    """Arrays a sample as the bytes of an .npz."""
    file = io.BytesIO()
    named = {f"{i}_{j}": array for i, row in enumerate(samples) for j, array in enumerate(row)}
    np.savez(file, **named)  # type: ignore[arg-type]
    return file.getvalue()


def unpacked(data: bytes) -> list[list[Array]]:
    """What `packed` made. Raises ValueError or an OSError for anything else."""
    rows: dict[int, dict[int, Array]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for name in arrays.files:
            sample, index = map(int, name.split("_"))
            rows.setdefault(sample, {})[index] = arrays[name]
    return [[rows[i][j] for j in range(len(rows[i]))] for i in range(len(rows))]


def _interpreted(tflite: bytes, samples: Sequence[Sequence[Array]]) -> list[list[Array]]:
    job = InterpretJob("the reference outputs", tflite, [list(row) for row in samples])
    outputs: list[list[Array]]
    [outputs] = tensorflow_process.run(WORKER, [job], SILENT)
    return outputs


def _read(path: Path) -> list[list[Array]] | None:
    try:
        return unpacked(path.read_bytes())
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _content_key(tflite: bytes, samples: Sequence[Sequence[Array]], library: str) -> str:
    parts = [tflite, library.encode()]
    for row in samples:
        for array in row:
            parts += [
                str((array.shape, array.dtype)).encode(),
                np.ascontiguousarray(array).tobytes(),
            ]
    return sha256_of("".join(sha256_of(part) for part in parts).encode())[:32]
