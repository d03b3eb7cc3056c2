"""The oracle in a process of its own: TFLite Micro may abort on models that are odd."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

from neurio_gen.errors import ModelError
from neurio_gen.pipeline import oracle_process
from neurio_gen.pipeline.oracle_process import ProcessOracle
from neurio_gen.workers.worker import WorkerFaultError

Array = npt.NDArray[Any]

_SECONDS = 20


class OracleProcess:
    """Answers with outputs, or None where TFLite Micro refuses the model, crashes or hangs."""

    def __init__(self) -> None:
        self._process = oracle_process.OracleProcess(_SECONDS)

    def outputs(self, tflite: bytes, inputs: Sequence[Array]) -> list[Array] | None:
        """All outputs for one set of inputs."""
        try:
            return ProcessOracle(self._process, tflite).invoke(inputs)
        except (ModelError, ValueError, WorkerFaultError):
            return None

    def close(self) -> None:
        """End the process."""
        self._process.close()
