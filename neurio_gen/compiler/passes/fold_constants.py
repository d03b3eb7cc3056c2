"""Computes what is known before the inference: shapes, and integer arithmetic on them.

Keras models with a free batch size bring SHAPE -> STRIDED_SLICE -> PACK -> RESHAPE for every
flatten; with a batch of 1 all but the RESHAPE is constant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor

Array = npt.NDArray[Any]


def fold_constants(graph: Graph) -> Graph:
    """The graph with operators on constants replaced by their results."""
    tensors = list(graph.tensors)
    kept = []
    for each in graph.operators:
        operator = _with_constant_shape(each, tensors)
        result = _result(operator, tensors)
        if result is None:
            kept.append(operator)
            continue
        output = operator.outputs[0]
        tensor = tensors[output]
        data = np.asarray(result, dtype=tensor.dtype.value)
        if data.shape != tensor.shape:
            raise ValueError(f"{tensor.name} is {data.shape} where the file has {tensor.shape}")
        tensors[output] = replace(tensor, data=data)
    return replace(graph, tensors=tuple(tensors), operators=tuple(kept))


def _with_constant_shape(operator: Operator, tensors: list[Tensor]) -> Operator:
    """A TRANSPOSE_CONV by the shape that the file states, as in TFLite Micro."""
    first = operator.inputs[0] if operator.inputs else None
    if operator.kind != "TRANSPOSE_CONV" or first is None or tensors[first].data is not None:
        return operator
    shape = np.array(tensors[operator.outputs[0]].shape, np.int32)
    tensors.append(Tensor("output shape", shape.shape, DType.INT32, None, shape))
    return replace(operator, inputs=(len(tensors) - 1, *operator.inputs[1:]))


def _result(operator: Operator, tensors: list[Tensor]) -> Array | None:
    inputs = [tensors[i] for i in operator.inputs if i is not None]
    if operator.kind == "SHAPE":
        return np.array(inputs[0].shape)
    if operator.kind == "ZEROS_LIKE":
        return np.zeros(inputs[0].shape)
    fold = _FOLDS.get(operator.kind)
    if fold is None or any(tensor.data is None for tensor in inputs):
        return None
    return fold(operator, [tensor.data for tensor in inputs if tensor.data is not None])


def _strided_slice(operator: Operator, inputs: list[Array]) -> Array | None:
    values, begin, end, strides = inputs
    options = operator.options
    if any(options.get(name) for name in ("ellipsis_mask", "new_axis_mask", "offset")):
        return None
    slices: list[slice | int] = []
    for axis in range(len(begin)):
        first = None if options["begin_mask"] >> axis & 1 else int(begin[axis])
        last = None if options["end_mask"] >> axis & 1 else int(end[axis])
        if options["shrink_axis_mask"] >> axis & 1:
            slices.append(int(begin[axis]))
        else:
            slices.append(slice(first, last, int(strides[axis])))
    return np.asarray(values[tuple(slices)])


def _expand_dims(operator: Operator, inputs: list[Array]) -> Array:
    return np.expand_dims(inputs[0], int(inputs[1].flat[0]))


def _product(operator: Operator, inputs: list[Array]) -> Array:
    axes = tuple(int(axis) for axis in inputs[1].flat)
    keep = bool(operator.options.get("keep_dims"))
    return np.asarray(np.prod(inputs[0], axis=axes, keepdims=keep))


def _gather(operator: Operator, inputs: list[Array]) -> Array | None:
    if operator.options.get("batch_dims", 0):
        return None
    return np.take(inputs[0], inputs[1], axis=int(operator.options.get("axis", 0)), mode="clip")


def _slice(operator: Operator, inputs: list[Array]) -> Array:
    pairs = zip(inputs[1].flat, inputs[2].flat, strict=True)
    return np.asarray(
        inputs[0][tuple(slice(int(b), None if n < 0 else int(b + n)) for b, n in pairs)]
    )


def _fill(operator: Operator, inputs: list[Array]) -> Array:
    return np.full(tuple(int(size) for size in inputs[0].flat), inputs[1].flat[0])


def _whole(
    compute: Callable[[Array, Array], Array],
) -> Callable[[Operator, list[Array]], Array | None]:
    """A function of numbers that are no codes; without an activation."""

    def fold(operator: Operator, inputs: list[Array]) -> Array | None:
        whole = all(array.dtype in (np.int32, np.int64) for array in inputs)
        if not whole or operator.options.get("fused_activation_function", "NONE") != "NONE":
            return None
        return compute(*inputs)

    return fold


def _quotient(left: Array, right: Array) -> Array:
    """Rounded towards zero; that of zero is 0."""
    safe = np.where(right == 0, 1, right)
    magnitude = np.abs(left) // np.abs(safe)
    return np.where(right == 0, 0, np.sign(left) * np.sign(safe) * magnitude)


_FOLDS: dict[str, Callable[[Operator, list[Array]], Array | None]] = {
    "ADD": _whole(np.add),
    "BROADCAST_ARGS": lambda operator, inputs: np.array(
        np.broadcast_shapes(*(tuple(array.ravel().tolist()) for array in inputs))
    ),
    "CAST": lambda operator, inputs: inputs[0] if inputs[0].dtype.kind in "biu" else None,
    "CONCATENATION": lambda operator, inputs: np.concatenate(inputs, operator.options["axis"]),
    "DIV": _whole(_quotient),
    "EXPAND_DIMS": _expand_dims,
    "FILL": _fill,
    "GATHER": _gather,
    "MAXIMUM": _whole(np.maximum),
    "MINIMUM": _whole(np.minimum),
    "MUL": _whole(np.multiply),
    "PACK": lambda operator, inputs: np.stack(inputs, operator.options["axis"]),
    "REDUCE_PROD": _product,
    "RESHAPE": lambda operator, inputs: inputs[0].reshape(inputs[1]) if len(inputs) > 1 else None,
    "SLICE": _slice,
    "STRIDED_SLICE": _strided_slice,
    "SUB": _whole(np.subtract),
}
