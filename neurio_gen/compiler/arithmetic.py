"""Whether a model computes in integers, in float32, or in both."""

from __future__ import annotations

from neurio_gen.compiler.control import all_graphs
from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor
from neurio_gen.results.words import Arithmetic

_CONVERSIONS = frozenset(("DEQUANTIZE", "QUANTIZE"))
_CODES = frozenset((DType.INT8, DType.UINT8, DType.INT16))


def arithmetic_of(graph: Graph) -> Arithmetic:
    """What its operators compute in, conversions between the two left out."""
    types = {
        tensor.dtype
        for each in all_graphs(graph)
        for operator in each.operators
        if operator.kind not in _CONVERSIONS
        for tensor in _activations(each, operator)
    }
    if DType.FLOAT32 not in types:
        return "integer"
    return "mixed" if types & _CODES else "float32"


def _activations(graph: Graph, operator: Operator) -> list[Tensor]:
    tensors = [graph.tensors[i] for i in (*operator.inputs, *operator.outputs) if i is not None]
    return [tensor for tensor in tensors if not tensor.is_constant]
