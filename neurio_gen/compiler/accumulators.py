"""Whether the sums of layers that multiply and accumulate fit into their accumulators.

Converters keep biases far from the ends of their type. Where a sum of products can leave it, TFLite
Micro's result is undefined, and so would be that of generated code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import type_range
from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor

# Kind -> positions of input, weights and bias, and the axis of the weights' filters.
_LAYERS = {
    "CONV_2D": (0, 1, 2, 0),
    "DEPTHWISE_CONV_2D": (0, 1, 2, 3),
    "FULLY_CONNECTED": (0, 1, 2, 0),
    "TRANSPOSE_CONV": (2, 1, 3, 0),
}
_WIDEST_WEIGHT = 128
# A 64-bit sum is multiplied by 15 bits before it is shifted (TFLite: x in [-2^47, 2^47)).
_LARGEST = {DType.INT8: 2.0**31, DType.INT16: 2.0**47}


def accumulator_problems(graph: Graph) -> list[str]:
    """Layers with constant weights whose sums may be too large, a sentence each."""
    problems = []
    for operator in graph.operators:
        if operator.kind not in _LAYERS:
            continue
        limit = _LARGEST.get(_input(graph, operator).dtype)
        if limit is not None and (largest := _largest_sum(graph, operator, limit)) >= limit:
            problems.append(
                f"operator {operator.source}, {operator.kind}: its weights and bias may add up to "
                f"{largest:.3g}, supported is less than {limit:.3g}"
            )
    return problems


def _input(graph: Graph, operator: Operator) -> Tensor:
    return graph.tensor(operator.inputs[_LAYERS[operator.kind][0]])


def _largest_sum(graph: Graph, operator: Operator, limit: float) -> float:
    """A bound of any filter's sum for any input: a quick one, or the exact one beyond `limit`."""
    _, weights_at, bias_at, axis = _LAYERS[operator.kind]
    source, weights = _input(graph, operator), graph.tensor(operator.inputs[weights_at])
    if weights.data is None or weights.quantisation is None or source.quantisation is None:
        return 0.0
    low, high = type_range(source.dtype)
    zero_point = source.quantisation.zero_point
    widest = max(zero_point - low, high - zero_point)
    offset = max(abs(point) for point in weights.quantisation.zero_points)
    biases = _magnitudes(
        graph, operator.inputs[bias_at] if len(operator.inputs) > bias_at else None
    )
    filters = np.moveaxis(weights.data, axis, 0).reshape(weights.shape[axis], -1)
    quick = filters.shape[1] * (_WIDEST_WEIGHT + offset) * widest + float(biases.max())
    if quick < limit:
        return quick
    sums = np.abs(filters.astype(np.int64)).sum(axis=1) + filters.shape[1] * offset
    return float((sums * widest + biases).max())


def _magnitudes(graph: Graph, bias: int | None) -> npt.NDArray[np.float64]:
    data = None if bias is None else graph.tensors[bias].data
    return np.zeros(1) if data is None else np.abs(data.ravel().astype(np.float64))
