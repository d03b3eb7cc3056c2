"""Which builtin operators TensorFlow Lite Micro has, and what its resolver calls them.

After tensorflow/lite/micro/micro_mutable_op_resolver.h of tensorflow/tflite-micro, 2026. An older
library may lack some of them: then its header says so when the image is built.
"""

from __future__ import annotations

from collections.abc import Iterable

import tflite

from neurio_gen.compiler.fields import operator_number
from neurio_gen.compiler.options import enum_names

_NAMES = """
ABS ADD ADD_N ARG_MAX ARG_MIN ASSIGN_VARIABLE AVERAGE_POOL_2D BATCH_MATMUL BATCH_TO_SPACE_ND
BROADCAST_ARGS BROADCAST_TO CALL_ONCE CAST CEIL CONCATENATION CONV_2D COS CUMSUM
DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE DIV DYNAMIC_UPDATE_SLICE ELU EMBEDDING_LOOKUP EQUAL
EXP EXPAND_DIMS FILL FLOOR FLOOR_DIV FLOOR_MOD FULLY_CONNECTED GATHER GATHER_ND GREATER
GREATER_EQUAL HARD_SWISH IF L2_NORMALIZATION L2_POOL_2D LEAKY_RELU LESS LESS_EQUAL LOG
LOGICAL_AND LOGICAL_NOT LOGICAL_OR LOGISTIC LOG_SOFTMAX MAXIMUM MAX_POOL_2D MEAN MINIMUM
MIRROR_PAD MUL NEG NOT_EQUAL PACK PAD PADV2 PRELU QUANTIZE READ_VARIABLE REDUCE_ALL REDUCE_MAX
REDUCE_MIN RELU RELU6 RESHAPE RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR REVERSE_V2 ROUND RSQRT
SELECT_V2 SHAPE SIN SLICE SOFTMAX SPACE_TO_BATCH_ND SPACE_TO_DEPTH SPLIT SPLIT_V SQRT SQUARE
SQUARED_DIFFERENCE SQUEEZE STRIDED_SLICE SUB SUM SVDF TANH TRANSPOSE TRANSPOSE_CONV
UNIDIRECTIONAL_SEQUENCE_LSTM UNPACK VAR_HANDLE WHILE ZEROS_LIKE
"""

OPERATORS = frozenset(_NAMES.split())
"""Their names in the schema."""

_IRREGULAR = {
    "AVERAGE_POOL_2D": "AveragePool2D",
    "BATCH_MATMUL": "BatchMatMul",
    "CONV_2D": "Conv2D",
    "CUMSUM": "CumSum",
    "DEPTHWISE_CONV_2D": "DepthwiseConv2D",
    "L2_POOL_2D": "L2Pool2D",
    "MAX_POOL_2D": "MaxPool2D",
    "PADV2": "PadV2",
    "UNIDIRECTIONAL_SEQUENCE_LSTM": "UnidirectionalSequenceLSTM",
}


def resolver_name(kind: str) -> str:
    """What follows `Add` in the resolver's method: `DepthwiseConv2D` for `DEPTHWISE_CONV_2D`."""
    return _IRREGULAR.get(kind) or "".join(word.capitalize() for word in kind.split("_"))


def resolver_names(kinds: Iterable[str]) -> tuple[str, ...]:
    """The methods of all operators of a model, each once, sorted."""
    return tuple(sorted({resolver_name(kind) for kind in kinds}))


def used_operators(content: bytes) -> tuple[str, ...]:
    """The builtin operators that any subgraph of a sound .tflite file runs, each once, sorted.

    The interpreter prepares all subgraphs, also those that are never called.
    """
    model = tflite.Model.GetRootAs(content, 0)
    names = enum_names(tflite.BuiltinOperator)
    graphs = [model.Subgraphs(i) for i in range(model.SubgraphsLength())]
    codes = {g.Operators(i).OpcodeIndex() for g in graphs for i in range(g.OperatorsLength())}
    return tuple(sorted({names[operator_number(model.OperatorCodes(code))] for code in codes}))


def open_shapes(content: bytes) -> tuple[str, ...]:
    """Names of the tensors of a sound .tflite file that have an axis without a size.

    The interpreter believes the file, and would compute with a size of -1.
    """
    model = tflite.Model.GetRootAs(content, 0)
    graphs = [model.Subgraphs(i) for i in range(model.SubgraphsLength())]
    tensors = [graph.Tensors(i) for graph in graphs for i in range(graph.TensorsLength())]
    return tuple(
        (tensor.Name() or b"").decode(errors="replace")
        for tensor in tensors
        if any(tensor.Shape(axis) < 0 for axis in range(tensor.ShapeLength()))
    )
