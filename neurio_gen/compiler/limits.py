"""What a model must keep to before anything is made of it: sizes, and codes that have a meaning.

The bounds are far above what a microcontroller holds. They keep a damaged length from becoming
hours or gigabytes, and every offset in generated code within 32 bits.
"""

from __future__ import annotations

from neurio_gen.compiler.fixed_point import type_range
from neurio_gen.compiler.graph import DType, Graph, Quantisation, Tensor

MAX_TENSOR_BYTES = 1 << 28
"""Bytes of one tensor: 256 MiB."""
MAX_MODEL_BYTES = 1 << 30
"""Bytes of all tensors together: 1 GiB."""
MAX_OPERATORS = 4096
MAX_TENSORS = 1 << 16
MAX_AXES = 8

_SMALLEST_SCALE = 1e-30
"""Of computed tensors; the largest is its inverse. Filters of zeros may have any scale."""

_CODES = (DType.INT8, DType.UINT8, DType.INT16)


def limit_problems(graph: Graph) -> list[str]:
    """What is out of bounds, a sentence each; only of tensors that operators or ports name."""
    used = {i for operator in graph.operators for i in (*operator.inputs, *operator.outputs)}
    used |= {*graph.given, *graph.results}
    tensors = [graph.tensors[i] for i in sorted(i for i in used if i is not None)]
    problems = [
        f"tensor {tensor.name}: {problem}"
        for tensor in tensors
        for problem in (*_size_problems(tensor), *_quantisation_problems(tensor))
    ]
    total = sum(tensor.nbytes for tensor in tensors)
    if total > MAX_MODEL_BYTES:
        problems.append(f"its tensors have {total:,} bytes, supported are {MAX_MODEL_BYTES:,}")
    return problems


def _size_problems(tensor: Tensor) -> list[str]:
    if min(tensor.shape, default=1) < 1:
        return [f"it has no elements, its shape is {list(tensor.shape)}"]
    if tensor.nbytes > MAX_TENSOR_BYTES:
        return [f"it has {tensor.nbytes:,} bytes, supported are {MAX_TENSOR_BYTES:,}"]
    return []


def _quantisation_problems(tensor: Tensor) -> list[str]:
    quantisation = tensor.quantisation
    if quantisation is None or tensor.dtype not in _CODES:
        return []
    problems = []
    low, high = type_range(tensor.dtype)
    outside = [point for point in quantisation.zero_points if not low <= point <= high]
    if outside:
        problems.append(f"its zero point {outside[0]} is no {tensor.dtype.value}")
    extreme = [s for s in quantisation.scales if not _SMALLEST_SCALE <= s <= 1 / _SMALLEST_SCALE]
    if extreme and not tensor.is_constant:
        problems.append(f"its scale is {extreme[0]:g}")
    if quantisation.per_channel:
        problems += _axis_problems(tensor, quantisation)
    return problems


def _axis_problems(tensor: Tensor, quantisation: Quantisation) -> list[str]:
    axis, count = quantisation.axis, len(quantisation.scales)
    if not 0 <= axis < len(tensor.shape):
        return [f"it is quantised along axis {axis} of {len(tensor.shape)}"]
    if count != tensor.shape[axis]:
        return [f"it has {count} scales for {tensor.shape[axis]} channels"]
    return []
