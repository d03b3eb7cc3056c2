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
    """Run one model on all samples, with the reference kernels: plain loops, no delegates."""
    interpreter = tf.lite.Interpreter(
        model_path=job["model"],
        experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF,
    )
    interpreter.allocate_tensors()
    inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
    results = []
    for sample in unpacked(Path(job["inputs"]).read_bytes()):
        for detail, values in zip(inputs, sample, strict=True):
            interpreter.set_tensor(detail["index"], values)
        interpreter.invoke()
        results.append([interpreter.get_tensor(detail["index"]) for detail in outputs])
    Path(job["outputs"]).write_bytes(packed(results))


if __name__ == "__main__":
    sys.exit(serve(interpret))
