"""The kernels of float32 operators, by operator: part of `table.KERNELS`."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.abs_f32 import AbsF32
from neurio_gen.compiler.kernels.generic.arg_max_f32 import ArgMaxF32
from neurio_gen.compiler.kernels.generic.arithmetic_f32 import ArithmeticF32
from neurio_gen.compiler.kernels.generic.average_pool_2d_f32 import AveragePool2dF32
from neurio_gen.compiler.kernels.generic.batch_matmul_f32 import BatchMatmulF32
from neurio_gen.compiler.kernels.generic.ceil_f32 import CeilF32
from neurio_gen.compiler.kernels.generic.clamp_f32 import ClampF32
from neurio_gen.compiler.kernels.generic.compare_f32 import CompareF32
from neurio_gen.compiler.kernels.generic.conv_2d_f32 import Conv2dF32
from neurio_gen.compiler.kernels.generic.cos_f32 import CosF32
from neurio_gen.compiler.kernels.generic.cumsum_f32 import CumsumF32
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_f32 import DepthwiseConv2dF32
from neurio_gen.compiler.kernels.generic.elu_f32 import EluF32
from neurio_gen.compiler.kernels.generic.exp_f32 import ExpF32
from neurio_gen.compiler.kernels.generic.floor_f32 import FloorF32
from neurio_gen.compiler.kernels.generic.fully_connected_f32 import FullyConnectedF32
from neurio_gen.compiler.kernels.generic.hard_swish_f32 import HardSwishF32
from neurio_gen.compiler.kernels.generic.l2_normalization_f32 import L2NormalizationF32
from neurio_gen.compiler.kernels.generic.l2_pool_2d_f32 import L2Pool2dF32
from neurio_gen.compiler.kernels.generic.leaky_relu_f32 import LeakyReluF32
from neurio_gen.compiler.kernels.generic.log_f32 import LogF32
from neurio_gen.compiler.kernels.generic.log_softmax_f32 import LogSoftmaxF32
from neurio_gen.compiler.kernels.generic.logistic_f32 import LogisticF32
from neurio_gen.compiler.kernels.generic.max_pool_2d_f32 import MaxPool2dF32
from neurio_gen.compiler.kernels.generic.neg_f32 import NegF32
from neurio_gen.compiler.kernels.generic.pad_f32 import PadF32
from neurio_gen.compiler.kernels.generic.reduce_max_f32 import ReduceMaxF32
from neurio_gen.compiler.kernels.generic.reduce_min_f32 import ReduceMinF32
from neurio_gen.compiler.kernels.generic.resize_bilinear_f32 import ResizeBilinearF32
from neurio_gen.compiler.kernels.generic.round_f32 import RoundF32
from neurio_gen.compiler.kernels.generic.rsqrt_f32 import RsqrtF32
from neurio_gen.compiler.kernels.generic.sin_f32 import SinF32
from neurio_gen.compiler.kernels.generic.softmax_f32 import SoftmaxF32
from neurio_gen.compiler.kernels.generic.sqrt_f32 import SqrtF32
from neurio_gen.compiler.kernels.generic.square_f32 import SquareF32
from neurio_gen.compiler.kernels.generic.sum_f32 import SumF32
from neurio_gen.compiler.kernels.generic.svdf_f32 import SvdfF32
from neurio_gen.compiler.kernels.generic.tanh_f32 import TanhF32
from neurio_gen.compiler.kernels.generic.transpose_conv_f32 import TransposeConvF32
from neurio_gen.compiler.kernels.generic.unidirectional_sequence_lstm_f32 import (
    UnidirectionalSequenceLstmF32,
)
from neurio_gen.compiler.kernels.kernel import Kernel
from neurio_gen.compiler.kernels.mve.mve_conv_2d_f32 import MveConv2dF32
from neurio_gen.compiler.kernels.mve.mve_depthwise_conv_2d_f32 import MveDepthwiseConv2dF32
from neurio_gen.compiler.kernels.mve.mve_fully_connected_f32 import MveFullyConnectedF32

_ARITHMETIC = (
    *("ADD", "DIV", "FLOOR_DIV", "FLOOR_MOD", "MAXIMUM", "MINIMUM", "MUL", "PRELU"),
    *("SQUARED_DIFFERENCE", "SUB"),
)

_COMPARISONS = ("EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL", "NOT_EQUAL")

FLOAT_KERNELS: dict[str, tuple[Kernel, ...]] = {
    **dict.fromkeys(_COMPARISONS, (CompareF32(),)),
    **dict.fromkeys(_ARITHMETIC, (ArithmeticF32(),)),
    **dict.fromkeys(("RELU", "RELU6", "RELU_N1_TO_1"), (ClampF32(),)),
    **dict.fromkeys(("MEAN", "SUM"), (SumF32(),)),
    **dict.fromkeys(("PAD", "PADV2"), (PadF32(),)),
    "ABS": (AbsF32(),),
    "ARG_MAX": (ArgMaxF32(),),
    "ARG_MIN": (ArgMaxF32(),),
    "AVERAGE_POOL_2D": (AveragePool2dF32(),),
    "BATCH_MATMUL": (BatchMatmulF32(),),
    "CEIL": (CeilF32(),),
    "COS": (CosF32(),),
    "FLOOR": (FloorF32(),),
    "ROUND": (RoundF32(),),
    "SIN": (SinF32(),),
    "CONV_2D": (MveConv2dF32(), Conv2dF32()),
    "CUMSUM": (CumsumF32(),),
    "DEPTHWISE_CONV_2D": (MveDepthwiseConv2dF32(), DepthwiseConv2dF32()),
    "ELU": (EluF32(),),
    "EXP": (ExpF32(),),
    "FULLY_CONNECTED": (MveFullyConnectedF32(), FullyConnectedF32(), BatchMatmulF32()),
    "HARD_SWISH": (HardSwishF32(),),
    "L2_NORMALIZATION": (L2NormalizationF32(),),
    "L2_POOL_2D": (L2Pool2dF32(),),
    "LEAKY_RELU": (LeakyReluF32(),),
    "LOG": (LogF32(),),
    "LOGISTIC": (LogisticF32(),),
    "LOG_SOFTMAX": (LogSoftmaxF32(),),
    "MAX_POOL_2D": (MaxPool2dF32(),),
    "NEG": (NegF32(),),
    "REDUCE_MAX": (ReduceMaxF32(),),
    "REDUCE_MIN": (ReduceMinF32(),),
    "RESIZE_BILINEAR": (ResizeBilinearF32(),),
    "RSQRT": (RsqrtF32(),),
    "SOFTMAX": (SoftmaxF32(),),
    "SQRT": (SqrtF32(),),
    "SQUARE": (SquareF32(),),
    "SVDF": (SvdfF32(),),
    "TANH": (TanhF32(),),
    "TRANSPOSE_CONV": (TransposeConvF32(),),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": (UnidirectionalSequenceLstmF32(),),
}
