"""The oracle: TFLite Micro's own interpreter on the host (pip `tflite-micro`)."""

from __future__ import annotations

import contextlib
import os
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import numpy.typing as npt
from tflite_micro.python.tflite_micro import runtime

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError

Array = npt.NDArray[Any]
Capture = Callable[[list[str]], AbstractContextManager[None]]
"""Appends to the list what is written to the process's standard error meanwhile."""

# TFLite Micro says only that it failed, whether an operator or the arena is to blame, and may crash
# in a much too small arena: so the first one is ample, and doubling it a few times settles it.
# Some kernels also read memory that they never set, such as the code that SPACE_TO_BATCH_ND pads
# with: zeros in the .bss of a microcontroller. So much memory at once comes as pages of zeros,
# which cost nothing until they are written.
_ARENA_BASE = 64 * 1024 * 1024
_DOUBLINGS = 4
_STANDARD_ERROR = 2
# It also reads parts of the file that the model does not need, which may be damaged.
_FAILURES = (RuntimeError, ValueError, LookupError, TypeError, AttributeError, struct.error)


class Oracle:
    """A model in TFLite Micro's interpreter, whose outputs are the truth.

    What the interpreter prints goes into error messages, not to the terminal. Where one of its own
    checks fails it ends the process: `pipeline.oracle_process` is for models that may do that. Not
    for use from several threads at once. Raises ModelError where the bytes are no model, or where
    TFLite Micro refuses it.
    """

    def __init__(
        self, tflite: bytes, name: str = "the model", *, capture: Capture | None = None
    ) -> None:
        """`capture` takes what the interpreter prints, by default away from standard error."""
        self._capture = capture or captured_standard_error
        graph = read_model(tflite, name)
        self.name = name
        self.inputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.inputs)
        """The inputs' shapes, types and quantisation."""
        self.outputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.outputs)
        """The outputs' shapes, types and quantisation."""
        tensors = sum(tensor.nbytes for tensor in graph.tensors if not tensor.is_constant)
        self.stateful = bool(graph.states)
        """Whether the model keeps state from one call to the next."""
        self._tflite = tflite
        self._arena = _ARENA_BASE + len(tflite) + 4 * tensors
        self._interpreter = self._load()

    def reset(self) -> None:
        """Lets the next call be the first step of a sequence."""
        if self.stateful:
            # Its own reset() fills variables, and does not run again what gives them a value.
            self._interpreter = self._load()

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types.

        A model that keeps state goes on from the call before. Raises ModelError where TFLite Micro
        fails.
        """
        said: list[str] = []
        try:
            with self._capture(said):
                for index, (tensor, values) in enumerate(zip(self.inputs, inputs, strict=True)):
                    array = np.ascontiguousarray(values, tensor.dtype.value).reshape(tensor.shape)
                    self._interpreter.set_input(array, index)
                self._interpreter.invoke()
        except RuntimeError as error:
            raise _refusal(self.name, error, said) from error
        return [self._interpreter.get_output(i).copy() for i in range(len(self.outputs))]

    def _load(self) -> Any:
        said: list[str] = []
        for doubling in range(_DOUBLINGS + 1):
            said.clear()
            try:
                with self._capture(said):
                    return runtime.Interpreter.from_bytes(
                        self._tflite, arena_size=self._arena << doubling
                    )
            except _FAILURES as error:
                refusal = _refusal(self.name, error, said)
        raise refusal


def _refusal(name: str, error: Exception, said: Sequence[str]) -> ModelError:
    reason = " ".join(" ".join(said).split()) or str(error)
    return ModelError(f"TFLite Micro cannot run {name}: {reason}")


@contextlib.contextmanager
def captured_standard_error(said: list[str]) -> Iterator[None]:
    """Appends to `said` what C++ code writes to the process's standard error meanwhile."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as file:
        terminal = os.dup(_STANDARD_ERROR)
        os.dup2(file.fileno(), _STANDARD_ERROR)
        try:
            yield
        finally:
            os.dup2(terminal, _STANDARD_ERROR)
            os.close(terminal)
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
