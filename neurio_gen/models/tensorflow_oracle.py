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
from neurio_gen.workers.worker import Worker

WORKER = "neurio_gen.models.interpreter_worker"

Array = npt.NDArray[Any]


def interpreter() -> Worker:
    """A process of TensorFlow's interpreter, for several models; it starts when it is needed."""
    return tensorflow_process.tensorflow_worker(WORKER)


def was_asked(tflite: bytes, cache_dir: Path | None = None) -> bool:
    """Whether outputs of the model are kept. Raises UsageError where TensorFlow is missing."""
    store = OutputStore(cache_dir)
    try:
        return store.get(_model(tflite)) is not None
    finally:
        store.close()


def tensorflow_outputs(
    tflite: bytes,
    samples: Sequence[Sequence[Array]],
    *,
    cache_dir: Path | None = None,
    worker: Worker | None = None,
) -> list[list[Array]]:
    """All outputs of the model for each of `samples`, which hold one array an input.

    Arrays have the tensors' own shapes and types. `cache_dir` as in `ModelOptions`. `worker` is an
    `interpreter` that others share; without, it is run in one of its own. Raises UsageError where
    TensorFlow is missing, ModelError where it refuses the model.
    """
    model = _model(tflite)
    keys = [step_key(model, row) for row in samples]
    store = OutputStore(cache_dir)
    try:
        known = {key: store.get(key) for key in keys}
        missing = {key: row for key, row in zip(keys, samples, strict=True) if known[key] is None}
        if missing:
            found = _interpreted(tflite, [*missing.values()], worker)
            for key, outputs in zip(missing, found, strict=True):
                known[key] = outputs
                store.put(key, outputs)
            store.put(model, [])
    finally:
        store.close()
    return [known[key] or [] for key in keys]


def _model(tflite: bytes) -> bytes:
    return model_key(tflite, f"tensorflow {tensorflow_version()}")


def _interpreted(
    tflite: bytes, samples: Sequence[Sequence[Array]], worker: Worker | None
) -> list[list[Array]]:
    job = InterpretJob("the reference outputs", tflite, [list(row) for row in samples])
    outputs: list[list[Array]]
    if worker is not None:
        outputs = worker.ask(job, f"computing {job.label}")
    else:
        [outputs] = tensorflow_process.run(WORKER, [job], SILENT)
    return outputs
