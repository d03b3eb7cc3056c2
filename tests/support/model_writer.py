"""Writes .tflite models of one or a few operators, with any shape and quantisation.

    writer = ModelWriter()
    x = writer.input((1, 5, 5, 3), scale=0.1, zero_point=-3)
    w = writer.constant(weights, scales=[0.01] * 8, axis=0)
    b = writer.constant(bias)
    y = writer.output((1, 5, 5, 8), scale=0.2)
    writer.op("CONV_2D", [x, w, b], [y], padding="SAME", stride_w=1, stride_h=1)
    content = writer.bytes()

Tensors are named by the number that the methods return; an absent optional input is -1. Options
have the schema's names in snake case; enumerators are given by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flatbuffers
import numpy as np
import numpy.typing as npt
import tflite

_TYPES = {
    "int8": tflite.TensorType.INT8,
    "uint8": tflite.TensorType.UINT8,
    "int16": tflite.TensorType.INT16,
    "int32": tflite.TensorType.INT32,
    "int64": tflite.TensorType.INT64,
    "float32": tflite.TensorType.FLOAT32,
    "bool": tflite.TensorType.BOOL,
}
_ENUMERATIONS = {
    "padding": tflite.Padding,
    "fused_activation_function": tflite.ActivationFunctionType,
    "mode": tflite.MirrorPadMode,
    "weights_format": tflite.FullyConnectedOptionsWeightsFormat,
}
# Operators whose options table is not named after them.
_TABLES = {
    "AVERAGE_POOL_2D": "Pool2DOptions",
    "MAX_POOL_2D": "Pool2DOptions",
    "L2_POOL_2D": "Pool2DOptions",
    "CONV_2D": "Conv2DOptions",
    "CONV_3D": "Conv3DOptions",
    "DEPTHWISE_CONV_2D": "DepthwiseConv2DOptions",
    "MAXIMUM": "MaximumMinimumOptions",
    "MINIMUM": "MaximumMinimumOptions",
    "MEAN": "ReducerOptions",
    "SUM": "ReducerOptions",
    "REDUCE_MAX": "ReducerOptions",
    "REDUCE_MIN": "ReducerOptions",
    "PADV2": "PadV2Options",
    "BATCH_MATMUL": "BatchMatMulOptions",
}


@dataclass(frozen=True)
class _Tensor:
    name: str
    shape: tuple[int, ...]
    dtype: str
    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int
    buffer: int


@dataclass(frozen=True)
class _Operator:
    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: dict[str, Any]


class ModelWriter:
    """A model under construction."""

    def __init__(self) -> None:
        self._tensors: list[_Tensor] = []
        self._operators: list[_Operator] = []
        self._buffers: list[bytes] = [b""]
        self._inputs: list[int] = []
        self._outputs: list[int] = []

    def input(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """A model input; not quantised without a scale."""
        self._inputs.append(self.tensor(shape, scale, zero_point, dtype))
        return self._inputs[-1]

    def output(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """A model output."""
        self._outputs.append(self.tensor(shape, scale, zero_point, dtype))
        return self._outputs[-1]

    def tensor(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """An intermediate tensor."""
        scales = () if scale is None else (scale,)
        return self._add(shape, dtype, scales, (zero_point,) * len(scales), 0, 0)

    def constant(
        self,
        values: npt.ArrayLike,
        scales: float | Sequence[float] = (),
        zero_points: int | Sequence[int] = 0,
        axis: int = 0,
    ) -> int:
        """A constant of the array's own element type; one scale, or one per slice along `axis`."""
        array = np.asarray(values)
        self._buffers.append(array.tobytes())
        scales = (scales,) if isinstance(scales, int | float) else tuple(scales)
        if isinstance(zero_points, int):
            zero_points = (zero_points,) * len(scales)
        return self._add(
            array.shape, array.dtype.name, scales, tuple(zero_points), axis, len(self._buffers) - 1
        )

    def op(self, kind: str, inputs: Sequence[int], outputs: Sequence[int], **options: Any) -> None:
        """An operator, run after those before it."""
        self._operators.append(_Operator(kind, tuple(inputs), tuple(outputs), options))

    def bytes(self) -> bytes:
        """The model as a .tflite file."""
        return _serialise(self)

    def _add(
        self,
        shape: Sequence[int],
        dtype: str,
        scales: Sequence[float],
        zero_points: Sequence[int],
        axis: int,
        buffer: int,
    ) -> int:
        number = len(self._tensors)
        self._tensors.append(
            _Tensor(
                name=f"t{number}",
                shape=tuple(int(size) for size in shape),
                dtype=dtype,
                scales=tuple(float(scale) for scale in scales),
                zero_points=tuple(int(point) for point in zero_points),
                axis=axis,
                buffer=buffer,
            )
        )
        return number


def _serialise(writer: ModelWriter) -> bytes:
    builder = flatbuffers.Builder(1024)
    kinds = sorted({operator.kind for operator in writer._operators})
    buffers = _tables(builder, [_buffer(builder, data) for data in writer._buffers])
    codes = _tables(builder, [_code(builder, kind) for kind in kinds])
    tensors = _tables(builder, [_tensor(builder, tensor) for tensor in writer._tensors])
    operators = _tables(
        builder, [_operator(builder, op, kinds.index(op.kind)) for op in writer._operators]
    )
    inputs = _int32s(builder, writer._inputs)
    outputs = _int32s(builder, writer._outputs)
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensors)
    tflite.SubGraphAddInputs(builder, inputs)
    tflite.SubGraphAddOutputs(builder, outputs)
    tflite.SubGraphAddOperators(builder, operators)
    subgraphs = _tables(builder, [tflite.SubGraphEnd(builder)])
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, codes)
    tflite.ModelAddSubgraphs(builder, subgraphs)
    tflite.ModelAddBuffers(builder, buffers)
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def _tables(builder: flatbuffers.Builder, offsets: list[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def _int32s(builder: flatbuffers.Builder, values: Sequence[int]) -> int:
    return int(builder.CreateNumpyVector(np.asarray(values, np.int32)))


def _buffer(builder: flatbuffers.Builder, data: bytes) -> int:
    content = None
    if data:
        # Constants are read in place, so they keep the alignment of their widest element.
        builder.Prep(16, len(data))
        content = builder.CreateByteVector(data)
    tflite.BufferStart(builder)
    if content is not None:
        tflite.BufferAddData(builder, content)
    return int(tflite.BufferEnd(builder))


def _code(builder: flatbuffers.Builder, kind: str) -> int:
    number = getattr(tflite.BuiltinOperator, kind)
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, min(number, 127))
    tflite.OperatorCodeAddBuiltinCode(builder, number)
    tflite.OperatorCodeAddVersion(builder, 1)
    return int(tflite.OperatorCodeEnd(builder))


def _tensor(builder: flatbuffers.Builder, tensor: _Tensor) -> int:
    name = builder.CreateString(tensor.name)
    shape = _int32s(builder, tensor.shape)
    quantisation = None
    if tensor.scales:
        scales = builder.CreateNumpyVector(np.asarray(tensor.scales, np.float32))
        zero_points = builder.CreateNumpyVector(np.asarray(tensor.zero_points, np.int64))
        tflite.QuantizationParametersStart(builder)
        tflite.QuantizationParametersAddScale(builder, scales)
        tflite.QuantizationParametersAddZeroPoint(builder, zero_points)
        tflite.QuantizationParametersAddQuantizedDimension(builder, tensor.axis)
        quantisation = tflite.QuantizationParametersEnd(builder)
    tflite.TensorStart(builder)
    tflite.TensorAddShape(builder, shape)
    tflite.TensorAddType(builder, _TYPES[tensor.dtype])
    tflite.TensorAddBuffer(builder, tensor.buffer)
    tflite.TensorAddName(builder, name)
    if quantisation is not None:
        tflite.TensorAddQuantization(builder, quantisation)
    return int(tflite.TensorEnd(builder))


def _operator(builder: flatbuffers.Builder, operator: _Operator, code: int) -> int:
    table = _options_table(operator.kind)
    options = None
    if hasattr(tflite, f"{table}Start"):
        options = _options(builder, table, operator.options)
    inputs = _int32s(builder, operator.inputs)
    outputs = _int32s(builder, operator.outputs)
    tflite.OperatorStart(builder)
    tflite.OperatorAddOpcodeIndex(builder, code)
    tflite.OperatorAddInputs(builder, inputs)
    tflite.OperatorAddOutputs(builder, outputs)
    if options is not None:
        tflite.OperatorAddBuiltinOptionsType(builder, getattr(tflite.BuiltinOptions, table))
        tflite.OperatorAddBuiltinOptions(builder, options)
    return int(tflite.OperatorEnd(builder))


def _options_table(kind: str) -> str:
    camel = "".join(part.capitalize() for part in kind.split("_"))
    return _TABLES.get(kind, f"{camel}Options")


def _options(builder: flatbuffers.Builder, table: str, options: dict[str, Any]) -> int:
    values = {}
    for name, value in options.items():
        if isinstance(value, list | tuple):
            values[name] = _int32s(builder, value)
        elif isinstance(value, str):
            values[name] = getattr(_ENUMERATIONS[name], value)
        else:
            values[name] = value
    getattr(tflite, f"{table}Start")(builder)
    for name, value in values.items():
        camel = re.sub(r"(?:^|_)([a-z0-9])", lambda match: match.group(1).upper(), name)
        getattr(tflite, f"{table}Add{camel}")(builder, value)
    return int(getattr(tflite, f"{table}End")(builder))
