"""TensorFlow's own interpreter as the oracle, for operators that TFLite Micro lacks.

It runs in a process of its own, and what it said is kept: the same model and inputs do not load
TensorFlow again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt

from neurio_gen.models import tensorflow_process
from neurio_gen.models.conversion import tensorflow_version
from neurio_gen.models.jobs import InterpretJob
from neurio_gen.models.output_keys import model_key, step_key
from neurio_gen.models.output_store import OutputStore
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
    model = model_key(tflite, f"tensorflow {tensorflow_version()}")
    keys = [step_key(model, row) for row in samples]
    store = OutputStore(cache_dir)
    try:
        known = {key: store.get(key) for key in keys}
        missing = {key: row for key, row in zip(keys, samples, strict=True) if known[key] is None}
        if missing:
            for key, outputs in zip(
                missing, _interpreted(tflite, [*missing.values()]), strict=True
            ):
                known[key] = outputs
                store.put(key, outputs)
    finally:
        store.close()
    return [known[key] or [] for key in keys]


def _interpreted(tflite: bytes, samples: Sequence[Sequence[Array]]) -> list[list[Array]]:
    job = InterpretJob("the reference outputs", tflite, [list(row) for row in samples])
    outputs: list[list[Array]]
    [outputs] = tensorflow_process.run(WORKER, [job], SILENT)
    return outputs
