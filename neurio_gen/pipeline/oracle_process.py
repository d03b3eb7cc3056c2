"""TFLite Micro in a process of its own: a model on which it crashes is an error, not our end."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

from neurio_gen.compiler.signature import Signature, signature_of
from neurio_gen.errors import ModelError
from neurio_gen.harness.workload import Array
from neurio_gen.models.output_keys import model_key, step_key
from neurio_gen.models.output_store import OutputStore
from neurio_gen.models.tensorflow_oracle import interpreter
from neurio_gen.oracle_requests import Invoke, Load, Reset
from neurio_gen.own_code import own_code
from neurio_gen.workers.worker import Worker

SECONDS = 3600.0
"""The longest time for one inference: its kernels are plain loops, and some models are large."""


@cache
def _interpreter() -> str:
    return f"tflite-micro {version('tflite-micro')}"


class OracleProcess(Worker):
    """The process, once it is needed, and the model that it has loaded.

    It starts in a third of a second, and again after a crash. What it has found is kept in `store`,
    where one is given, which is closed with it.
    """

    def __init__(self, seconds: float = SECONDS, store: OutputStore | None = None) -> None:
        super().__init__(
            "neurio_gen.oracle_worker",
            name="TFLite Micro",
            hint="Without its outputs there is nothing to compare with: convert the model anew.",
            seconds=seconds,
        )
        self.tensorflow = interpreter()
        """TensorFlow, for what TFLite Micro lacks: it starts where it is needed, and ends here."""
        self._store = store
        self._loaded: Load | None = None

    def is_known_to_run(self, tflite: bytes) -> bool:
        """Whether it has loaded the model before."""
        return self.known(model_key(tflite, _interpreter())) is not None

    def signature(self, tflite: bytes, name: str) -> Signature:
        """What a model takes and gives. Raises ModelError where the bytes are no model.

        Kept as well: the reader's libraries take longer to load than most models to run.
        """
        model = model_key(tflite, own_code("tflite", "numpy"))
        key = hashlib.sha256(b"signature " + model).digest()
        kept = None if self._store is None else self._store.bytes.get(key)
        if kept is not None:
            known: Signature = pickle.loads(kept)
            return known
        from neurio_gen.compiler.reader import read_model

        signature = signature_of(read_model(tflite, name))
        if self._store is not None:
            self._store.bytes.put(key, pickle.dumps(signature))
        return signature

    def known(self, key: bytes) -> list[Array] | None:
        """The outputs that are kept under a key, None where there are none."""
        return None if self._store is None else self._store.get(key)

    def keep(self, key: bytes, outputs: Sequence[Array]) -> None:
        """Keeps outputs for later runs."""
        if self._store is not None:
            self._store.put(key, outputs)

    def has_loaded(self, model: Load) -> bool:
        """Whether this is the model that is loaded, by this very request."""
        return self._loaded is model

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
        self.tensorflow.close()
        self._loaded = None
        if self._store is not None:
            self._store.close()


def _task(model: Load) -> str:
    return f"run on {model.name}"


class ProcessOracle:
    """As `Oracle`, in `process`, which others may share: a crash of TFLite Micro's is a ModelError.

    What the process's store knows is not computed again. Raises ModelError where the bytes are no
    model, or where TFLite Micro refuses it.
    """

    def __init__(self, process: OracleProcess, tflite: bytes, name: str = "the model") -> None:
        signature = process.signature(tflite, name)
        self.name = name
        self.inputs = signature.inputs
        """The inputs' shapes, types and quantisation."""
        self.outputs = signature.outputs
        """The outputs' shapes, types and quantisation."""
        self.stateful = signature.stateful
        """Whether the model keeps state from one call to the next."""
        self._process = process
        self._model = Load(tflite, name)
        self._first = self._last = model_key(tflite, _interpreter())
        self._steps: list[tuple[Array, ...]] = []
        self._made: int | None = 0
        if not process.is_known_to_run(tflite):
            process.load(self._model)
            process.keep(self._first, [])

    def reset(self) -> None:
        """Lets the next call be the first step of a sequence."""
        self._last = self._first
        self._steps.clear()
        self._made = None

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types.

        A model that keeps state goes on from the call before. Raises ModelError where TFLite Micro
        fails.
        """
        key = step_key(self._last, inputs)
        if self.stateful:
            self._last = key
            self._steps.append(tuple(inputs))
        outputs = self._process.known(key)
        if outputs is None:
            outputs = self._next_step() if self.stateful else self._run(inputs)
            self._process.keep(key, outputs)
        return outputs

    def _next_step(self) -> list[Array]:
        """The outputs of the last step, behind those that the interpreter has not made yet."""
        if not self._process.has_loaded(self._model):
            self._process.load(self._model)
            self._made = 0
        elif self._made is None:
            self._process.ask_of(self._model, Reset())
            self._made = 0
        for step in self._steps[self._made :]:
            outputs = self._run(step)
        self._made = len(self._steps)
        return outputs

    def _run(self, inputs: Sequence[Array]) -> list[Array]:
        outputs: list[Array] = self._process.ask_of(self._model, Invoke(tuple(inputs)))
        return outputs
