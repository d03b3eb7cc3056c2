"""The rule of every operator that a kernel or a pass knows."""

from __future__ import annotations

from neurio_gen.compiler.shapes import (
    control,
    elements,
    gathering,
    joining,
    moving,
    products,
    recurrent,
    windows,
)
from neurio_gen.compiler.shapes.rule import Rule

_MANY = 1 << 16

_SAME = Rule(1, 1, elements.same)
_BROADCAST = Rule(2, 2, elements.broadcast)
_REDUCTION = Rule(2, 2, elements.reduction)
_ARG_EXTREME = Rule(2, 2, elements.arg_extreme)
_POOL = Rule(1, 1, windows.pool_2d)
_RESIZE = Rule(2, 2, moving.resize)

_ELEMENT_WISE = (
    *("ABS", "CAST", "CEIL", "COS", "DEQUANTIZE", "ELU", "EXP", "FLOOR", "HARD_SWISH"),
    *("LEAKY_RELU", "LOG", "LOGISTIC", "NEG", "QUANTIZE", "RELU", "RELU6", "RELU_N1_TO_1"),
    *("LOGICAL_NOT", "ROUND", "RSQRT", "SIN", "SQRT", "SQUARE", "TANH"),
)

_OF_TWO = (
    *(
        "ADD",
        "DIV",
        "FLOOR_DIV",
        "FLOOR_MOD",
        "MAXIMUM",
        "MINIMUM",
        "MUL",
        "SQUARED_DIFFERENCE",
        "SUB",
    ),
    *("EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL", "NOT_EQUAL"),
    *("LOGICAL_AND", "LOGICAL_OR"),
)

_REDUCTIONS = ("MEAN", "REDUCE_ALL", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD", "SUM")

RULES: dict[str, Rule] = {
    **dict.fromkeys(_ELEMENT_WISE, _SAME),
    **dict.fromkeys(_OF_TWO, _BROADCAST),
    **dict.fromkeys(
        ("MEAN", "REDUCE_ALL", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD", "SUM"), _REDUCTION
    ),
    "ADD_N": Rule(2, _MANY, elements.all_same),
    "ARG_MAX": _ARG_EXTREME,
    "ARG_MIN": _ARG_EXTREME,
    "AVERAGE_POOL_2D": _POOL,
    "BATCH_MATMUL": Rule(2, 2, products.batch_matmul),
    "BATCH_TO_SPACE_ND": Rule(3, 3, windows.batch_to_space_nd),
    "BROADCAST_ARGS": Rule(2, 2, elements.broadcast_args),
    "BROADCAST_TO": Rule(2, 2, elements.broadcast_to),
    "CONCATENATION": Rule(1, _MANY, joining.concatenation),
    "CONV_2D": Rule(2, 3, windows.conv_2d),
    "CONV_3D": Rule(2, 3, windows.conv_3d),
    "CUMSUM": Rule(2, 2, elements.cumsum),
    "DEPTHWISE_CONV_2D": Rule(2, 3, windows.depthwise_conv_2d),
    "DEPTH_TO_SPACE": Rule(1, 1, moving.depth_to_space),
    "DYNAMIC_UPDATE_SLICE": Rule(3, 3, moving.dynamic_update_slice),
    "EMBEDDING_LOOKUP": Rule(2, 2, gathering.embedding_lookup),
    "EXPAND_DIMS": Rule(2, 2, elements.expand_dims),
    "FILL": Rule(2, 2, elements.fill),
    "FULLY_CONNECTED": Rule(2, 3, windows.fully_connected),
    "GATHER": Rule(2, 2, gathering.gather),
    "GATHER_ND": Rule(2, 2, gathering.gather_nd),
    "IF": Rule(1, _MANY, control.if_else),
    "L2_NORMALIZATION": Rule(1, 1, elements.softmax),
    "L2_POOL_2D": _POOL,
    "LOG_SOFTMAX": Rule(1, 1, elements.softmax),
    "MAX_POOL_2D": _POOL,
    "MIRROR_PAD": Rule(2, 2, moving.pad),
    "PACK": Rule(1, _MANY, joining.pack),
    "PAD": Rule(2, 2, moving.pad),
    "PADV2": Rule(3, 3, moving.pad),
    "PRELU": Rule(2, 2, elements.prelu),
    "RESHAPE": Rule(1, 2, elements.reshape),
    "RESIZE_BILINEAR": _RESIZE,
    "RESIZE_NEAREST_NEIGHBOR": _RESIZE,
    "REVERSE_V2": Rule(2, 2, moving.reverse),
    "SELECT_V2": Rule(3, 3, elements.select),
    "SHAPE": Rule(1, 1, elements.shape),
    "SLICE": Rule(3, 3, moving.slice_),
    "SOFTMAX": Rule(1, 1, elements.softmax),
    "SPACE_TO_BATCH_ND": Rule(3, 3, windows.space_to_batch_nd),
    "SPACE_TO_DEPTH": Rule(1, 1, moving.space_to_depth),
    "SPLIT": Rule(2, 2, joining.split),
    "SPLIT_V": Rule(3, 3, joining.split_v),
    "SQUEEZE": Rule(1, 1, elements.squeeze),
    "STRIDED_SLICE": Rule(4, 4, moving.strided_slice),
    "SVDF": Rule(5, 5, recurrent.svdf),
    "TILE": Rule(2, 2, moving.tile),
    "TRANSPOSE": Rule(2, 2, moving.transpose),
    "TRANSPOSE_CONV": Rule(3, 4, windows.transpose_conv),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": Rule(1, 24, recurrent.lstm),
    "UNPACK": Rule(1, 1, joining.unpack),
    "WHILE": Rule(1, _MANY, control.while_loop),
    "ZEROS_LIKE": _SAME,
}
