"""What a worker runs that has models run by TensorFlow's interpreter."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from neurio_gen.models.jobs import InterpretJob
from neurio_gen.models.refusals import refusals
from neurio_gen.workers.child import Service, Tell


def service() -> Service:
    """Does an `InterpretJob`. Refuses what TensorFlow refuses."""
    return interpret


def interpret(job: InterpretJob, tell: Tell) -> list[list[Any]]:
    """Run one model on all samples, without delegates."""
    with refusals():
        interpreter = _interpreter(job.tflite)
        inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
        results = []
        for number, sample in enumerate(job.samples, start=1):
            for detail, values in zip(inputs, sample, strict=True):
                interpreter.set_tensor(detail["index"], values)
            interpreter.invoke()
            results.append([interpreter.get_tensor(detail["index"]) for detail in outputs])
            tell(f"sample {number} of {len(job.samples)}")
        return results


def _interpreter(tflite: bytes) -> Any:
    """With the reference kernels, plain loops; with the others where those lack an operator."""
    types = tf.lite.experimental.OpResolverType
    for resolver in (types.BUILTIN_REF, types.BUILTIN_WITHOUT_DEFAULT_DELEGATES):
        try:
            interpreter = tf.lite.Interpreter(
                model_content=tflite, experimental_op_resolver_type=resolver
            )
            interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            refusal = error
        else:
            return interpreter
    raise refusal
