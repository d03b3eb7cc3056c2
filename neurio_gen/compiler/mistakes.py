"""What people get wrong when they quantise a model that runs all the same, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from neurio_gen.compiler.arithmetic import arithmetic_of
from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor

_NO_ARITHMETIC = frozenset(
    (
        *("CONCATENATION", "DEQUANTIZE", "EXPAND_DIMS", "GATHER", "PACK", "PAD", "QUANTIZE"),
        *(
            "RESHAPE",
            "SLICE",
            "SPLIT",
            "SPLIT_V",
            "SQUEEZE",
            "STRIDED_SLICE",
            "TRANSPOSE",
            "UNPACK",
        ),
    )
)
_CODES = (DType.INT8, DType.UINT8, DType.INT16)
_NARROW = 1e-4
"""An input's range that no data has: inputs of zeros give 2e-6."""

_INTEGERS_ONLY = "target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]"
CALIBRATE = (
    "Convert it again with a representative_dataset of inputs as the model sees them in use, or "
    "give the .keras file with --calibrate DATA."
)


def mistakes(graph: Graph, rewritten: Graph) -> tuple[str, ...]:
    """A sentence or two for each that shows in a model; `rewritten` is what passes have left."""
    found = (*empty_calibration(graph), *_in_float(rewritten), *_unsigned(graph))
    return tuple(f"{graph.name}: {text}" for text in found)


def empty_calibration(graph: Graph) -> Iterator[str]:
    """Tells of quantised inputs whose range is next to nothing."""
    for tensor in _quantised_inputs(graph):
        if tensor.quantisation is None or tensor.quantisation.per_channel:
            continue
        steps = np.iinfo(tensor.dtype.value).max - np.iinfo(tensor.dtype.value).min
        span = steps * tensor.quantisation.scale
        if span < _NARROW:
            yield (
                f"warning: input {tensor.name!r} has a range of {span:.1g} in all: the data that "
                f"it was calibrated on was zero. {CALIBRATE}"
            )


def _quantised_inputs(graph: Graph) -> Iterator[Tensor]:
    """The inputs, those that are float32 as they are quantised first of all."""
    yield from (graph.tensors[i] for i in graph.inputs if graph.tensors[i].dtype in _CODES)
    for operator in graph.operators:
        if operator.kind == "QUANTIZE" and operator.inputs[0] in graph.inputs:
            tensor = graph.tensors[operator.outputs[0]]
            if tensor.dtype in _CODES and graph.tensor(operator.inputs[0]).dtype == DType.FLOAT32:
                yield tensor


def _in_float(graph: Graph) -> Iterator[str]:
    """A model of float32, or operators that were left in it."""
    arithmetic = arithmetic_of(graph)
    if arithmetic == "float32":
        yield (
            "it computes in float32. int8 takes about a quarter of the flash and fewer cycles: "
            "give the .keras file with --calibrate DATA."
        )
    if arithmetic != "mixed":
        return
    real = [operator for operator in graph.operators if _computes_reals(graph, operator)]
    names = list(dict.fromkeys(operator.kind for operator in real))
    if names == ["SOFTMAX"]:
        yield (
            "warning: SOFTMAX is left in float32 behind a model in int8. Convert all of it: "
            f"{_INTEGERS_ONLY}; or leave it out, the largest value before it is the same class."
        )
    elif names:
        yield (
            f"warning: {len(real)} of {len(graph.operators)} operators compute in float32, where "
            f"int8 is smaller and faster: {', '.join(names)}. Convert all of it: {_INTEGERS_ONLY}."
        )


def _computes_reals(graph: Graph, operator: Operator) -> bool:
    return operator.kind not in _NO_ARITHMETIC and any(
        graph.tensors[i].dtype == DType.FLOAT32 for i in operator.outputs
    )


def _unsigned(graph: Graph) -> Iterator[str]:
    """Inputs of uint8, which the model turns into int8 first."""
    unsigned = {i for i in graph.inputs if graph.tensors[i].dtype == DType.UINT8}
    if any(each.kind == "QUANTIZE" and each.inputs[0] in unsigned for each in graph.operators):
        yield (
            "warning: its input is uint8, which each inference turns into int8 first. Convert it "
            "with inference_input_type = tf.int8 to save that."
        )
