"""The oracle in a process of its own: TFLite Micro may abort on models that are odd."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]

_SECONDS = 20


class OracleProcess:
    """Answers with outputs, or None where TFLite Micro refuses the model, crashes or hangs."""

    def __init__(self) -> None:
        self._start()

    def outputs(self, tflite: bytes, inputs: Sequence[Array]) -> list[Array] | None:
        """All outputs for one set of inputs."""
        try:
            self._connection.send((tflite, list(inputs)))
            if self._connection.poll(_SECONDS):
                answer: list[Array] | None = self._connection.recv()
                return answer
        except (EOFError, OSError):
            pass
        self.close()
        self._start()
        return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def _serve(connection: Connection) -> None:
    from neurio_gen.errors import ModelError
    from neurio_gen.oracle import Oracle

    while True:
        try:
            tflite, inputs = connection.recv()
        except EOFError:
            return
        try:
            connection.send(Oracle(tflite).invoke(inputs))
        except (ModelError, ValueError):
            connection.send(None)
