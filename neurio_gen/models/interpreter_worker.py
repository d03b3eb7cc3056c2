"""The process that runs models in TensorFlow's interpreter.

Run as `python -m neurio_gen.models.interpreter_worker`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import tensorflow as tf

from neurio_gen.models.tensorflow_oracle import packed, unpacked
from neurio_gen.models.worker import serve


def interpret(job: dict[str, Any]) -> None:
    """Run one model on all samples, without delegates."""
    interpreter = _interpreter(job["model"])
    inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
    results = []
    for sample in unpacked(Path(job["inputs"]).read_bytes()):
        for detail, values in zip(inputs, sample, strict=True):
            interpreter.set_tensor(detail["index"], values)
        interpreter.invoke()
        results.append([interpreter.get_tensor(detail["index"]) for detail in outputs])
    Path(job["outputs"]).write_bytes(packed(results))


def _interpreter(model: str) -> Any:
    """With the reference kernels, plain loops; with the others where those lack an operator."""
    types = tf.lite.experimental.OpResolverType
    for resolver in (types.BUILTIN_REF, types.BUILTIN_WITHOUT_DEFAULT_DELEGATES):
        try:
            interpreter = tf.lite.Interpreter(model, experimental_op_resolver_type=resolver)
            interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            refusal = error
        else:
            return interpreter
    raise refusal


if __name__ == "__main__":
    sys.exit(serve(interpret))
