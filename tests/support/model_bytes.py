"""The bytes of a .tflite file for tensors, operators and buffers (FlatBuffers)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flatbuffers
import numpy as np
import tflite

_TYPES = {
    "int4": tflite.TensorType.INT4,
    "int8": tflite.TensorType.INT8,
    "uint8": tflite.TensorType.UINT8,
    "int16": tflite.TensorType.INT16,
    "int32": tflite.TensorType.INT32,
    "int64": tflite.TensorType.INT64,
    "float16": tflite.TensorType.FLOAT16,
    "float32": tflite.TensorType.FLOAT32,
    "bool": tflite.TensorType.BOOL,
    "resource": tflite.TensorType.RESOURCE,
}
_ENUMERATIONS = {
    "padding": tflite.Padding,
    "fused_activation_function": tflite.ActivationFunctionType,
    "mode": tflite.MirrorPadMode,
    "weights_format": tflite.FullyConnectedOptionsWeightsFormat,
}
_TEXTS = {"container", "shared_name"}
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
    "REDUCE_ALL": "ReducerOptions",
    "REDUCE_MAX": "ReducerOptions",
    "REDUCE_MIN": "ReducerOptions",
    "PADV2": "PadV2Options",
    "REDUCE_PROD": "ReducerOptions",
    "BATCH_TO_SPACE_ND": "BatchToSpaceNDOptions",
    "SPACE_TO_BATCH_ND": "SpaceToBatchNDOptions",
    "BATCH_MATMUL": "BatchMatMulOptions",
    "SVDF": "SVDFOptions",
    "UNIDIRECTIONAL_SEQUENCE_LSTM": "UnidirectionalSequenceLSTMOptions",
}


@dataclass(frozen=True)
class TensorRecord:
    """A tensor; buffer 0 is empty: the tensor is computed."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int
    buffer: int
    variable: bool = False
    signature: tuple[int, ...] = ()
    sparse: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """A buffer behind the FlatBuffer, as files beyond 2 GB have them."""

    offset: int
    size: int


@dataclass(frozen=True)
class OperatorRecord:
    """An operator with its options under the schema's names in snake case."""

    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: dict[str, Any]


@dataclass(frozen=True)
class SubgraphRecord:
    """A subgraph that operators of others run."""

    tensors: Sequence[TensorRecord]
    operators: Sequence[OperatorRecord]
    inputs: Sequence[int] = ()
    outputs: Sequence[int] = ()


def serialise(
    tensors: Sequence[TensorRecord],
    operators: Sequence[OperatorRecord],
    buffers: Sequence[bytes | Elsewhere],
    inputs: Sequence[int],
    outputs: Sequence[int],
    *,
    subgraphs: int = 1,
    called: Sequence[SubgraphRecord] = (),
) -> bytes:
    """The file of a model; `subgraphs` copies of its first subgraph, then those `called`."""
    builder = flatbuffers.Builder(1024)
    every = [*operators, *(operator for each in called for operator in each.operators)]
    kinds = sorted({operator.kind for operator in every})
    buffer_vector = _tables(builder, [_buffer(builder, data) for data in buffers])
    code_vector = _tables(builder, [_code(builder, kind) for kind in kinds])
    graphs = [_subgraph(builder, kinds, tensors, operators, inputs, outputs)] * subgraphs
    graphs += [
        _subgraph(builder, kinds, each.tensors, each.operators, each.inputs, each.outputs)
        for each in called
    ]
    subgraph_vector = _tables(builder, graphs)
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, code_vector)
    tflite.ModelAddSubgraphs(builder, subgraph_vector)
    tflite.ModelAddBuffers(builder, buffer_vector)
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def _subgraph(
    builder: flatbuffers.Builder,
    kinds: Sequence[str],
    tensors: Sequence[TensorRecord],
    operators: Sequence[OperatorRecord],
    inputs: Sequence[int],
    outputs: Sequence[int],
) -> int:
    tensor_vector = _tables(builder, [_tensor(builder, tensor) for tensor in tensors])
    operator_vector = _tables(
        builder, [_operator(builder, op, kinds.index(op.kind)) for op in operators]
    )
    input_vector, output_vector = _int32s(builder, inputs), _int32s(builder, outputs)
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensor_vector)
    tflite.SubGraphAddInputs(builder, input_vector)
    tflite.SubGraphAddOutputs(builder, output_vector)
    tflite.SubGraphAddOperators(builder, operator_vector)
    return int(tflite.SubGraphEnd(builder))


def _tables(builder: flatbuffers.Builder, offsets: list[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def _int32s(builder: flatbuffers.Builder, values: Sequence[int]) -> int:
    return int(builder.CreateNumpyVector(np.asarray(values, np.int32)))


def _buffer(builder: flatbuffers.Builder, data: bytes | Elsewhere) -> int:
    if isinstance(data, Elsewhere):
        tflite.BufferStart(builder)
        tflite.BufferAddOffset(builder, data.offset)
        tflite.BufferAddSize(builder, data.size)
        return int(tflite.BufferEnd(builder))
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
    builtin, _, custom = kind.partition(":")
    number = getattr(tflite.BuiltinOperator, builtin)
    name = builder.CreateString(custom) if custom else None
    tflite.OperatorCodeStart(builder)
    if name is not None:
        tflite.OperatorCodeAddCustomCode(builder, name)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, min(number, 127))
    tflite.OperatorCodeAddBuiltinCode(builder, number)
    tflite.OperatorCodeAddVersion(builder, 1)
    return int(tflite.OperatorCodeEnd(builder))


def _tensor(builder: flatbuffers.Builder, tensor: TensorRecord) -> int:
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
    sparsity = None
    if tensor.sparse:
        tflite.SparsityParametersStart(builder)
        sparsity = tflite.SparsityParametersEnd(builder)
    signature = _int32s(builder, tensor.signature) if tensor.signature else None
    tflite.TensorStart(builder)
    if signature is not None:
        tflite.TensorAddShapeSignature(builder, signature)
    tflite.TensorAddShape(builder, shape)
    tflite.TensorAddType(builder, _TYPES[tensor.dtype])
    tflite.TensorAddBuffer(builder, tensor.buffer)
    tflite.TensorAddName(builder, name)
    if quantisation is not None:
        tflite.TensorAddQuantization(builder, quantisation)
    tflite.TensorAddIsVariable(builder, tensor.variable)
    if sparsity is not None:
        tflite.TensorAddSparsity(builder, sparsity)
    return int(tflite.TensorEnd(builder))


def _operator(builder: flatbuffers.Builder, operator: OperatorRecord, code: int) -> int:
    table = options_table(operator.kind)
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


def options_table(kind: str) -> str:
    """The schema's name of the table that holds the options of an operator kind."""
    camel = "".join(part.capitalize() for part in kind.split("_"))
    return _TABLES.get(kind, f"{camel}Options")


def _options(builder: flatbuffers.Builder, table: str, options: dict[str, Any]) -> int:
    values = {}
    for name, value in options.items():
        if isinstance(value, list | tuple):
            values[name] = _int32s(builder, value)
        elif name in _TEXTS:
            values[name] = builder.CreateString(value)
        elif isinstance(value, str):
            values[name] = getattr(_ENUMERATIONS[name], value)
        else:
            values[name] = value
    getattr(tflite, f"{table}Start")(builder)
    for name, value in values.items():
        camel = re.sub(r"(?:^|_)([a-z0-9])", lambda match: match.group(1).upper(), name)
        getattr(tflite, f"{table}Add{camel}")(builder, value)
    return int(getattr(tflite, f"{table}End")(builder))
