"""What to do about a model that is not quantised to int8."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType, Graph

QUANTISE = (
    "Convert it with full-integer quantisation: tf.lite.TFLiteConverter with optimizations = "
    "[tf.lite.Optimize.DEFAULT], a representative_dataset, target_spec.supported_ops = "
    "[tf.lite.OpsSet.TFLITE_BUILTINS_INT8], and inference_input_type and inference_output_type = "
    "tf.int8. docs/add-a-suite.md quantises a Keras model for you."
)

_WEIGHTED = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV")


def advice(graph: Graph) -> str | None:
    """How to get an int8 model instead of this one; None where its layers are int8 already."""
    for operator in graph.operators:
        if operator.kind not in _WEIGHTED:
            continue
        position = 2 if operator.kind == "TRANSPOSE_CONV" else 0
        source, weights = graph.tensor(operator.inputs[position]), graph.tensor(operator.inputs[1])
        if weights.dtype == DType.UINT8:
            return f"Its weights are uint8, the quantisation of TensorFlow 1. {QUANTISE}"
        if weights.dtype == DType.FLOAT32:
            return f"Its weights are float32. {QUANTISE}"
        if source.dtype == DType.FLOAT32:
            return f"Only its weights are quantised, its activations are float32. {QUANTISE}"
    return None
