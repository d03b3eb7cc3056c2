"""What to do about a model that is half quantised, or that holds what no kernel can run."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.compiler.graph import DType, Graph, Operator
from neurio_gen.compiler.mistakes import CALIBRATE, empty_calibration
from neurio_gen.models.advice import QUANTISE

_WEIGHTED = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV")
_CODES = (DType.INT8, DType.INT16)
_NPU = ("ethos-u", "ethosu", "ethos_u")
_FLEX = "Flex"

_FLOAT16 = (
    "TFLite Micro does not run float16 either. Convert the model without "
    "target_spec.supported_types and optimizations: float32 runs as it is. Or to int8: "
)
_ELEMENT_TYPES = {
    "FLOAT16": f"{_FLOAT16}{QUANTISE}",
    "BFLOAT16": QUANTISE,
    "FLOAT64": QUANTISE,
    "COMPLEX64": "Compute the Fourier transform before the model, and convert what follows it.",
    "COMPLEX128": "Compute the Fourier transform before the model, and convert what follows it.",
    "STRING": "Do what reads text before the model, and convert what follows it.",
}


_AS_FLOAT = "Or leave optimizations out, which gives a float32 model; those run as well."
_OF_FLOATS = "Kernels of float32 are fewer than those of int8. "


def quantisation_advice(graph: Graph, refused: Sequence[Operator]) -> tuple[str | None, str | None]:
    """What is the matter with how a model that cannot be run is quantised, a clause; a remedy.

    `refused` are the operators without a kernel. The first is None where that is not what is in the
    way, both where it has nothing to do with it.
    """
    if empty := next(empty_calibration(graph), None):
        cause, _, _ = empty.removeprefix("warning: ").partition(". ")
        return cause, CALIBRATE
    for operator in graph.operators:
        if operator.kind not in _WEIGHTED:
            continue
        position = 2 if operator.kind == "TRANSPOSE_CONV" else 0
        source, weights = graph.tensor(operator.inputs[position]), graph.tensor(operator.inputs[1])
        if weights.dtype == DType.UINT8:
            return "its weights are uint8, the quantisation of TensorFlow 1", QUANTISE
        if source.dtype == DType.FLOAT32 and weights.dtype in _CODES:
            cause = (
                "only its weights are quantised, its activations are float32 (dynamic range), "
                "which TFLite Micro does not run either"
            )
            return cause, f"{QUANTISE} {_AS_FLOAT}"
    real = any(graph.tensors[each.outputs[0]].dtype == DType.FLOAT32 for each in refused)
    return None, f"{_OF_FLOATS}{QUANTISE}" if real else None


def custom_operator_advice(names: Sequence[str]) -> tuple[str, str]:
    """What is the matter with a model's custom operators, by their names, and a remedy."""
    shown = ", ".join(dict.fromkeys(names))
    if any(name.lower() in _NPU for name in names):
        return (
            f"it is compiled for an Ethos-U NPU (custom operator {shown})",
            "Give the file that Vela was given: the .tflite before it was compiled for the NPU.",
        )
    if any(name.startswith(_FLEX) for name in names):
        return (
            f"it needs TensorFlow itself (operators {shown})",
            "Convert it without tf.lite.OpsSet.SELECT_TF_OPS, or leave those layers out.",
        )
    return (
        f"it has custom operators, whose code is not in the file: {shown}",
        "Convert the model without them: do what they do before or after the inference.",
    )


def element_type_advice(name: str) -> str | None:
    """What to do about tensors of an element type that is not read; None where nothing is known."""
    return _ELEMENT_TYPES.get(name)
