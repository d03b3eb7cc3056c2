"""Whether the sums of layers that multiply and accumulate fit into their accumulators.

Converters keep biases far from the ends of their type. Where a sum of products can leave it, TFLite
Micro's result is undefined, and so would be that of generated code.
"""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.fixed_point import type_range
from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor

# Kind -> positions of input, weights and bias, and the axis of the weights' filters.
_LAYERS = {
    "CONV_2D": (0, 1, 2, 0),
    "DEPTHWISE_CONV_2D": (0, 1, 2, 3),
    "FULLY_CONNECTED": (0, 1, 2, 0),
    "TRANSPOSE_CONV": (2, 1, 3, 0),
}
# A 64-bit sum is multiplied by 15 bits before it is shifted (TFLite: x in [-2^47, 2^47)).
_LARGEST = {DType.INT8: 2.0**31, DType.INT16: 2.0**47}


def accumulator_problems(graph: Graph) -> list[str]:
    """Layers with constant weights whose sums may be too large, a sentence each."""
    return [
        f"operator {operator.source}, {operator.kind}: its weights and bias may add up to "
        f"{largest:.3g}, supported is less than {limit:.3g}"
        for operator in graph.operators
        if operator.kind in _LAYERS
        for limit in [_LARGEST.get(_input(graph, operator).dtype)]
        if limit is not None and (largest := _largest_sum(graph, operator)) >= limit
    ]


def _input(graph: Graph, operator: Operator) -> Tensor:
    return graph.tensor(operator.inputs[_LAYERS[operator.kind][0]])


def _largest_sum(graph: Graph, operator: Operator) -> float:
    """The largest magnitude of any filter's sum, for any input."""
    _, weights_at, bias_at, axis = _LAYERS[operator.kind]
    source, weights = _input(graph, operator), graph.tensor(operator.inputs[weights_at])
    if weights.data is None or weights.quantisation is None or source.quantisation is None:
        return 0.0
    low, high = type_range(source.dtype)
    zero_point = source.quantisation.zero_point
    widest = max(zero_point - low, high - zero_point)
    offset = max(abs(point) for point in weights.quantisation.zero_points)
    filters = np.moveaxis(weights.data, axis, 0).reshape(weights.shape[axis], -1)
    taps = np.abs(filters.astype(np.float32)) + np.float32(offset)
    sums = (taps @ np.ones(taps.shape[1], np.float32)).astype(np.float64) * widest
    bias = operator.inputs[bias_at] if len(operator.inputs) > bias_at else None
    if bias is not None and (data := graph.tensors[bias].data) is not None:
        sums = sums + np.abs(data.ravel().astype(np.float64))
    return float(sums.max())
