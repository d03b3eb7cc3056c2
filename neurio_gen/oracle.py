"""The oracle: TFLite Micro's own interpreter on the host (pip `tflite-micro`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from tflite_micro.python.tflite_micro import runtime

from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError

Array = npt.NDArray[Any]

# TFLite Micro says only that it failed, whether an operator or the arena is to blame, and may crash
# in a much too small arena: so the first one is ample and a second attempt settles it.
_ARENA_BASE = 1024 * 1024
_ARENA_GROWTH = 16


class Oracle:
    """A model in TFLite Micro's interpreter, whose outputs are the truth.

    Raises ModelError where the bytes are no model, or where TFLite Micro refuses it.
    """

    def __init__(self, tflite: bytes, name: str = "the model") -> None:
        graph = read_model(tflite, name)
        self._inputs = [graph.tensors[i] for i in graph.inputs]
        self._output_count = len(graph.outputs)
        tensors = sum(tensor.nbytes for tensor in graph.tensors if not tensor.is_constant)
        self._interpreter = _interpreter(tflite, name, _ARENA_BASE + len(tflite) + 4 * tensors)

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types. Keeps no state between calls.

        Raises ModelError where TFLite Micro fails.
        """
        for index, (tensor, values) in enumerate(zip(self._inputs, inputs, strict=True)):
            array = np.ascontiguousarray(values, tensor.dtype.value).reshape(tensor.shape)
            self._interpreter.set_input(array, index)
        try:
            self._interpreter.invoke()
        except RuntimeError as error:
            raise ModelError(f"TFLite Micro cannot run this model: {error}") from error
        return [self._interpreter.get_output(i).copy() for i in range(self._output_count)]


def _interpreter(tflite: bytes, name: str, arena: int) -> Any:
    try:
        return runtime.Interpreter.from_bytes(tflite, arena_size=arena)
    except RuntimeError:
        pass
    try:
        return runtime.Interpreter.from_bytes(tflite, arena_size=arena * _ARENA_GROWTH)
    except RuntimeError as error:
        raise ModelError(f"TFLite Micro cannot run {name}: {error}.") from error
