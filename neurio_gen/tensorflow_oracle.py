"""The oracle for operators that TFLite Micro lacks: TensorFlow's interpreter, reference kernels."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from neurio_gen.oracle import Array, captured_standard_error


class TensorFlowOracle:
    """A model in TensorFlow Lite's interpreter, without delegates.

    Raises ModelError where TensorFlow is not installed, or refuses the model.
    """

    def __init__(self, tflite: bytes, name: str = "the model") -> None:
        graph = read_model(tflite, name)
        self.inputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.inputs)
        """The inputs' shapes, types and quantisation."""
        self.outputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.outputs)
        """The outputs' shapes, types and quantisation."""
        said: list[str] = []
        try:
            with captured_standard_error(said):
                self._interpreter = _interpreter(tflite)
                self._interpreter.allocate_tensors()
        except ImportError as error:
            raise ModelError(
                f"{name} can only be compared with TensorFlow, which is not installed.",
                hint="pip install 'neurio-gen[keras]'",
            ) from error
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"TensorFlow cannot run {name}: {error}") from error

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types."""
        details = self._interpreter.get_input_details()
        for detail, tensor, values in zip(details, self.inputs, inputs, strict=True):
            array = np.ascontiguousarray(values, tensor.dtype.value).reshape(detail["shape"])
            self._interpreter.set_tensor(detail["index"], array)
        self._interpreter.invoke()
        return [
            self._interpreter.get_tensor(detail["index"]).reshape(tensor.shape)
            for detail, tensor in zip(
                self._interpreter.get_output_details(), self.outputs, strict=True
            )
        ]


def _interpreter(tflite: bytes) -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    return tf.lite.Interpreter(
        model_content=tflite,
        experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF,
    )
