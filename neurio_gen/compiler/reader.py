"""Reads a .tflite file into a `Graph`."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import tflite

from neurio_gen.compiler.graph import DType, Graph, Operator, Quantisation, Tensor
from neurio_gen.errors import ModelError

_IDENTIFIER = b"TFL3"
_MALFORMED = (
    struct.error,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    UnicodeDecodeError,
    RecursionError,
)
_HINT = "The file must be an int8-quantised TensorFlow Lite model, whole and not compressed."


def _enum_names(enum: type) -> dict[int, str]:
    return {value: name for name, value in vars(enum).items() if isinstance(value, int)}


_OPERATORS = _enum_names(tflite.BuiltinOperator)
_TYPES = _enum_names(tflite.TensorType)
_OPTIONS = _enum_names(tflite.BuiltinOptions)
_ENUM_OPTIONS = {
    "padding": _enum_names(tflite.Padding),
    "fused_activation_function": _enum_names(tflite.ActivationFunctionType),
    "mode": _enum_names(tflite.MirrorPadMode),
    "weights_format": _enum_names(tflite.FullyConnectedOptionsWeightsFormat),
}
# FlatBuffers tables have no list of their fields: these are accessors of the machinery.
_NOT_FIELDS = {"Init", "GetRootAs"}


def read_model(content: bytes, name: str) -> Graph:
    """The graph of a .tflite file's bytes, with every batch dimension of -1 taken as 1.

    Raises ModelError where the bytes are no TensorFlow Lite model, are cut short, or hold more
    than one subgraph. Types and operators are not judged here.
    """
    if not content:
        raise ModelError(f"{name} is empty.", hint=_HINT)
    if content[4:8] != _IDENTIFIER:
        raise ModelError(
            f"{name} is no TensorFlow Lite file: its identifier is missing.", hint=_HINT
        )
    try:
        graph = _Reader(content, name).graph()
    except ModelError:
        raise
    except _MALFORMED as error:
        raise ModelError(f"{name} is damaged or cut short ({error}).", hint=_HINT) from error
    return graph


class _Reader:
    """The FlatBuffers side of reading; raises whatever malformed bytes lead to."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._model = tflite.Model.GetRootAs(content, 0)

    def graph(self) -> Graph:
        count = self._model.SubgraphsLength()
        if count != 1:
            raise ModelError(f"{self._name} holds {count} subgraphs; one is supported.", hint=_HINT)
        subgraph = self._model.Subgraphs(0)
        self._limit(subgraph.TensorsLength(), subgraph.OperatorsLength())
        tensors = tuple(self._tensor(subgraph.Tensors(i)) for i in range(subgraph.TensorsLength()))
        operators = tuple(
            self._operator(subgraph.Operators(i), i, len(tensors))
            for i in range(subgraph.OperatorsLength())
        )
        inputs = self._ids(subgraph.InputsLength(), subgraph.Inputs, len(tensors))
        outputs = self._ids(subgraph.OutputsLength(), subgraph.Outputs, len(tensors))
        if not inputs or not outputs or None in inputs + outputs:
            raise ModelError(f"{self._name} has no inputs or no outputs.", hint=_HINT)
        _check_order(tensors, operators, inputs)
        return Graph(
            name=self._name,
            tensors=tensors,
            operators=operators,
            inputs=tuple(i for i in inputs if i is not None),
            outputs=tuple(i for i in outputs if i is not None),
            sha256=hashlib.sha256(self._content).hexdigest(),
        )

    def _limit(self, *counts: int) -> None:
        # A damaged length must not become a loop of 2^31 turns: every element takes bytes.
        if any(count > len(self._content) // 4 for count in counts):
            raise ValueError("a vector is longer than the file")

    def _ids(self, length: int, item: Callable[[int], int], tensors: int) -> tuple[int | None, ...]:
        self._limit(length)
        ids = [int(item(i)) for i in range(length)]
        if any(i >= tensors for i in ids):
            raise ValueError("a tensor id is out of range")
        return tuple(i if i >= 0 else None for i in ids)

    def _tensor(self, table: Any) -> Tensor:
        name = (table.Name() or b"").decode()
        type_name = _TYPES.get(table.Type(), str(table.Type()))
        try:
            dtype = DType(type_name.lower())
        except ValueError:
            raise ModelError(
                f"{self._name}: tensor {name!r} has the element type {type_name}.", hint=_HINT
            ) from None
        self._limit(table.ShapeLength())
        shape = tuple(int(table.Shape(i)) for i in range(table.ShapeLength()))
        shape = tuple(1 if size == -1 else size for size in shape)
        if any(size < 0 for size in shape):
            raise ValueError(f"tensor {name!r} has the shape {shape}")
        data = self._data(table.Buffer(), dtype, shape, name)
        return Tensor(name, shape, dtype, self._quantisation(table), data)

    def _data(
        self, buffer: int, dtype: DType, shape: tuple[int, ...], name: str
    ) -> npt.NDArray[Any] | None:
        if buffer >= self._model.BuffersLength():
            raise ValueError(f"tensor {name!r} names buffer {buffer}, which is not there")
        table = self._model.Buffers(buffer)
        if table is None or table.DataLength() == 0:
            return None
        raw = np.asarray(table.DataAsNumpy(), dtype=np.uint8).tobytes()
        values = np.frombuffer(raw, dtype=np.dtype(dtype.value).newbyteorder("<"))
        return values.astype(dtype.value).reshape(shape)

    def _quantisation(self, table: Any) -> Quantisation | None:
        parameters = table.Quantization()
        if parameters is None or parameters.ScaleLength() == 0:
            return None
        count = parameters.ScaleLength()
        self._limit(count, parameters.ZeroPointLength())
        scales = tuple(float(parameters.Scale(i)) for i in range(count))
        points = [int(parameters.ZeroPoint(i)) for i in range(parameters.ZeroPointLength())]
        if len(points) not in (0, 1, count):
            raise ValueError("scales and zero points differ in number")
        if len(points) < count:
            points = (points or [0]) * count
        if not all(np.isfinite(scale) and scale >= 0 for scale in scales):
            raise ValueError("a scale is negative or not a number")
        return Quantisation(scales, tuple(points), int(parameters.QuantizedDimension()))

    def _operator(self, table: Any, index: int, tensors: int) -> Operator:
        if table.OpcodeIndex() >= self._model.OperatorCodesLength():
            raise ValueError(f"operator {index} has no code")
        code = self._model.OperatorCodes(table.OpcodeIndex())
        number = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        kind = _OPERATORS.get(number, f"OPERATOR_{number}")
        if kind == "CUSTOM":
            kind = f"CUSTOM:{(code.CustomCode() or b'').decode()}"
        outputs = self._ids(table.OutputsLength(), table.Outputs, tensors)
        return Operator(
            kind=kind,
            inputs=self._ids(table.InputsLength(), table.Inputs, tensors),
            outputs=tuple(i for i in outputs if i is not None),
            options=self._options(table),
            source=index,
        )

    def _options(self, table: Any) -> dict[str, Any]:
        union = table.BuiltinOptions()
        kind = _OPTIONS.get(table.BuiltinOptionsType(), "NONE")
        if union is None or kind == "NONE":
            return {}
        options = getattr(tflite, kind)()
        options.Init(union.Bytes, union.Pos)
        values: dict[str, Any] = {}
        for accessor in dir(type(options)):
            if not accessor[0].isupper() or accessor in _NOT_FIELDS or kind in accessor:
                continue
            if accessor.endswith(("AsNumpy", "IsNone")):
                continue
            if accessor.endswith("Length"):
                vector = accessor.removesuffix("Length")
                length = getattr(options, accessor)()
                self._limit(length)
                item = getattr(options, vector)
                values[_snake(vector)] = tuple(int(item(i)) for i in range(length))
            elif not hasattr(options, accessor + "Length"):
                values[_snake(accessor)] = getattr(options, accessor)()
        for field, names in _ENUM_OPTIONS.items():
            if field in values:
                values[field] = names.get(values[field], str(values[field]))
        return values


def _check_order(
    tensors: Sequence[Tensor], operators: Sequence[Operator], inputs: Sequence[int | None]
) -> None:
    """Every value is there before it is read, and is written once."""
    known = {i for i, tensor in enumerate(tensors) if tensor.is_constant} | set(inputs)
    for operator in operators:
        if not operator.outputs:
            raise ValueError(f"operator {operator.source} has no output")
        if not known.issuperset(i for i in operator.inputs if i is not None):
            raise ValueError(f"operator {operator.source} reads what nobody wrote")
        if not known.isdisjoint(operator.outputs):
            raise ValueError(f"operator {operator.source} writes what is there already")
        known.update(operator.outputs)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
