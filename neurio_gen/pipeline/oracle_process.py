"""TFLite Micro in a process of its own: a model on which it crashes is an error, not our end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from neurio_gen.harness.workload import Array
from neurio_gen.oracle_requests import Invoke, Load, Reset
from neurio_gen.workers.worker import Worker

SECONDS = 3600.0
"""The longest time for one inference: its kernels are plain loops, and some models are large."""


class OracleProcess(Worker):
    """The process, once it is needed, and the model that it has loaded.

    It starts in a third of a second, and again after a crash.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__(
            "neurio_gen.oracle_worker",
            name="TFLite Micro",
            hint="Without its outputs there is nothing to compare with: convert the model anew.",
            seconds=seconds,
        )
        self._loaded: Load | None = None

    def load(self, model: Load) -> None:
        """Loads a model, unless it is loaded. Raises ModelError where TFLite Micro refuses it."""
        if self._loaded is not model:
            self._loaded = None
            self.ask(model, _task(model))
            self._loaded = model

    def ask_of(self, model: Load, request: Reset | Invoke) -> Any:
        """The answer of a model, which need not be the one that is loaded.

        Raises ModelError where TFLite Micro refuses.
        """
        self.load(model)
        try:
            return self.ask(request, _task(model))
        except ModelError:
            self._loaded = None
            raise

    def close(self) -> None:
        """Ends the process, which may be asked again."""
        super().close()
        self._loaded = None


def _task(model: Load) -> str:
    return f"run on {model.name}"


class ProcessOracle:
    """As `Oracle`, in `process`, which others may share: a crash of TFLite Micro's is a ModelError.

    Raises ModelError where the bytes are no model, or where TFLite Micro refuses it.
    """

    def __init__(self, process: OracleProcess, tflite: bytes, name: str = "the model") -> None:
        graph = read_model(tflite, name)
        self.name = name
        self.inputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.inputs)
        """The inputs' shapes, types and quantisation."""
        self.outputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.outputs)
        """The outputs' shapes, types and quantisation."""
        self.stateful = bool(graph.states)
        """Whether the model keeps state from one call to the next."""
        self._process = process
        self._model = Load(tflite, name)
        process.load(self._model)

    def reset(self) -> None:
        """Lets the next call be the first step of a sequence."""
        self._process.ask_of(self._model, Reset())

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types.

        A model that keeps state goes on from the call before. Raises ModelError where TFLite Micro
        fails.
        """
        outputs: list[Array] = self._process.ask_of(self._model, Invoke(tuple(inputs)))
        return outputs
