"""Cuts a .tflite model so that it ends at one of its tensors."""

from __future__ import annotations

import flatbuffers
import numpy as np
import tflite


def truncate(content: bytes, tensor_id: int) -> bytes:
    """The model with `tensor_id` as its only output and without the operators behind it."""
    cut = bytearray(content)
    subgraph = tflite.Model.GetRootAs(content, 0).Subgraphs(0)
    _set_int32s(cut, subgraph._tab, 8, [tensor_id])
    last = max(
        i for i in range(subgraph.OperatorsLength()) if tensor_id in _outputs(subgraph.Operators(i))
    )
    _shorten(cut, subgraph._tab, 10, last + 1)
    return bytes(cut)


def tensor_before_softmax(content: bytes) -> int | None:
    """The tensor that the model's SOFTMAX reads; None where there is no SOFTMAX."""
    model = tflite.Model.GetRootAs(content, 0)
    subgraph = model.Subgraphs(0)
    for i in range(subgraph.OperatorsLength()):
        operator = subgraph.Operators(i)
        code = model.OperatorCodes(operator.OpcodeIndex())
        if max(code.BuiltinCode(), code.DeprecatedBuiltinCode()) == tflite.BuiltinOperator.SOFTMAX:
            return int(operator.Inputs(0))
    return None


def _outputs(operator: tflite.Operator) -> list[int]:
    return [operator.Outputs(i) for i in range(operator.OutputsLength())]


def _set_int32s(content: bytearray, table: flatbuffers.Table, slot: int, values: list[int]) -> None:
    """Overwrite a vector of int32 by one that is not longer."""
    _shorten(content, table, slot, len(values))
    start = table.Vector(table.Offset(slot))
    content[start : start + 4 * len(values)] = np.asarray(values, "<i4").tobytes()


def _shorten(content: bytearray, table: flatbuffers.Table, slot: int, length: int) -> None:
    """Lower a vector's length, which stands before its first element."""
    start = table.Vector(table.Offset(slot))
    content[start - 4 : start] = np.asarray([length], "<u4").tobytes()
