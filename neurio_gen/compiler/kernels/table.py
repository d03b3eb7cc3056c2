"""The kernels of every operator, in the order in which they are tried."""

from __future__ import annotations

from neurio_gen.compiler import elementwise
from neurio_gen.compiler.kernels.dsp.average_pool_2d_words_s8 import AveragePool2dWordsS8
from neurio_gen.compiler.kernels.dsp.conv_1x1_fours_s8 import (
    Conv1x1FoursFullyConnectedS8,
    Conv1x1FoursS8,
)
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import Conv1x1FullyConnectedS8, Conv1x1S8
from neurio_gen.compiler.kernels.dsp.conv_2d_columns_s8 import Conv2dColumnsS8
from neurio_gen.compiler.kernels.dsp.conv_2d_fours_s8 import Conv2dFoursS8
from neurio_gen.compiler.kernels.dsp.conv_2d_pairs_s4 import (
    Conv2dPairsS4,
    Conv2dPairsS4FullyConnected,
)
from neurio_gen.compiler.kernels.dsp.conv_2d_strip_fours_s8 import Conv2dStripFoursS8
from neurio_gen.compiler.kernels.dsp.conv_2d_strip_s8 import Conv2dStripS8
from neurio_gen.compiler.kernels.dsp.conv_2d_winograd_2x2_s8 import Conv2dWinograd2x2S8
from neurio_gen.compiler.kernels.dsp.conv_2d_winograd_4x4_s8 import Conv2dWinograd4x4S8
from neurio_gen.compiler.kernels.dsp.conv_2d_winograd_stride_2_s8 import Conv2dWinogradStride2S8
from neurio_gen.compiler.kernels.dsp.dense_row_s8 import DenseRowConv2dS8, DenseRowFullyConnectedS8
from neurio_gen.compiler.kernels.dsp.depthwise_conv_1d_s8 import DepthwiseConv1dS8
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_3x3_fives_s8 import (
    DepthwiseConv2d3x3FivesS8,
)
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_3x3_s8 import (
    DepthwiseConv2d3x3PairsS8,
    DepthwiseConv2d3x3S8,
)
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_taps_s8 import DepthwiseConv2dTapsS8
from neurio_gen.compiler.kernels.dsp.filter_fours import FOURS
from neurio_gen.compiler.kernels.dsp.linear_sum_s8 import LinearSumS8
from neurio_gen.compiler.kernels.dsp.lookup_words_s8 import LookupWordsS8
from neurio_gen.compiler.kernels.dsp.max_pool_2d_words_s8 import MaxPool2dWordsS8
from neurio_gen.compiler.kernels.float_table import FLOAT_KERNELS
from neurio_gen.compiler.kernels.generic.absolute_s16 import AbsoluteS16
from neurio_gen.compiler.kernels.generic.add_broadcast_s8 import AddBroadcastS8
from neurio_gen.compiler.kernels.generic.add_n_s8 import AddNS8
from neurio_gen.compiler.kernels.generic.add_s8 import AddS8
from neurio_gen.compiler.kernels.generic.add_s16 import AddS16
from neurio_gen.compiler.kernels.generic.arg_max_s8 import ArgMaxS8
from neurio_gen.compiler.kernels.generic.arithmetic_s32 import ArithmeticS32
from neurio_gen.compiler.kernels.generic.average_pool_2d_s8 import AveragePool2dS8
from neurio_gen.compiler.kernels.generic.average_pool_2d_s16 import AveragePool2dS16
from neurio_gen.compiler.kernels.generic.batch_matmul_s8 import (
    BatchMatmulFullyConnectedS8,
    BatchMatmulS8,
)
from neurio_gen.compiler.kernels.generic.batch_matmul_s16 import BatchMatmulS16
from neurio_gen.compiler.kernels.generic.batch_to_space_nd import BatchToSpaceNd
from neurio_gen.compiler.kernels.generic.cast import Cast
from neurio_gen.compiler.kernels.generic.compare_bool import CompareBool
from neurio_gen.compiler.kernels.generic.compare_s8 import CompareS8
from neurio_gen.compiler.kernels.generic.compare_s32 import CompareS32
from neurio_gen.compiler.kernels.generic.concatenation import Concatenation
from neurio_gen.compiler.kernels.generic.conv_2d_s4 import Conv2dS4, Conv2dS4FullyConnected
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import Conv2dS8
from neurio_gen.compiler.kernels.generic.conv_2d_s16 import Conv2dS16
from neurio_gen.compiler.kernels.generic.conv_3d_f32 import Conv3dF32
from neurio_gen.compiler.kernels.generic.copy_bytes import CopyBytes
from neurio_gen.compiler.kernels.generic.cumsum_s8 import CumsumS8
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s4 import DepthwiseConv2dS4
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import DepthwiseConv2dS8
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s16 import DepthwiseConv2dS16
from neurio_gen.compiler.kernels.generic.dequantise_s8_f32 import DequantiseS8F32
from neurio_gen.compiler.kernels.generic.dequantise_s16_f32 import DequantiseS16F32
from neurio_gen.compiler.kernels.generic.dequantise_u8_f32 import DequantiseU8F32
from neurio_gen.compiler.kernels.generic.div_s8 import DivS8
from neurio_gen.compiler.kernels.generic.dynamic_update_slice import DynamicUpdateSlice
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import FullyConnectedS8
from neurio_gen.compiler.kernels.generic.fully_connected_s16 import FullyConnectedS16
from neurio_gen.compiler.kernels.generic.gather import Gather
from neurio_gen.compiler.kernels.generic.gather_nd import GatherNd
from neurio_gen.compiler.kernels.generic.if_else import IfElse
from neurio_gen.compiler.kernels.generic.l2_normalization_s8 import L2NormalizationS8
from neurio_gen.compiler.kernels.generic.log_softmax_s8 import LogSoftmaxS8
from neurio_gen.compiler.kernels.generic.logical import Logical
from neurio_gen.compiler.kernels.generic.logical_not import LogicalNot
from neurio_gen.compiler.kernels.generic.logistic_s16 import LogisticS16
from neurio_gen.compiler.kernels.generic.lookup_s8 import LookupS8
from neurio_gen.compiler.kernels.generic.lookup_u8 import LookupU8
from neurio_gen.compiler.kernels.generic.mapped_copy import MappedCopy
from neurio_gen.compiler.kernels.generic.max_pool_2d_s8 import MaxPool2dS8
from neurio_gen.compiler.kernels.generic.max_pool_2d_s16 import MaxPool2dS16
from neurio_gen.compiler.kernels.generic.maximum_minimum_s8 import MaximumMinimumS8
from neurio_gen.compiler.kernels.generic.maximum_minimum_s16 import MaximumMinimumS16
from neurio_gen.compiler.kernels.generic.mul_s8 import MulS8
from neurio_gen.compiler.kernels.generic.mul_s16 import MulS16
from neurio_gen.compiler.kernels.generic.pad_s8 import PadS8
from neurio_gen.compiler.kernels.generic.pad_s16 import PadS16
from neurio_gen.compiler.kernels.generic.prelu_s8 import PreluS8
from neurio_gen.compiler.kernels.generic.prelu_s16 import PreluS16
from neurio_gen.compiler.kernels.generic.quantise_f32_s8 import QuantiseF32S8
from neurio_gen.compiler.kernels.generic.quantise_f32_s16 import QuantiseF32S16
from neurio_gen.compiler.kernels.generic.reduce_all import ReduceAll
from neurio_gen.compiler.kernels.generic.reduce_max_s8 import ReduceMaxS8
from neurio_gen.compiler.kernels.generic.reduce_min_s8 import ReduceMinS8
from neurio_gen.compiler.kernels.generic.requantise_s8_s16 import RequantiseS8S16
from neurio_gen.compiler.kernels.generic.requantise_s8_s32 import RequantiseS8S32
from neurio_gen.compiler.kernels.generic.requantise_s16_s8 import RequantiseS16S8
from neurio_gen.compiler.kernels.generic.requantise_s16_s32 import RequantiseS16S32
from neurio_gen.compiler.kernels.generic.requantise_s32_s8 import RequantiseS32S8
from neurio_gen.compiler.kernels.generic.requantise_s32_s16 import RequantiseS32S16
from neurio_gen.compiler.kernels.generic.rescale_s16 import RescaleS16
from neurio_gen.compiler.kernels.generic.resize_bilinear_s8 import ResizeBilinearS8
from neurio_gen.compiler.kernels.generic.select import Select
from neurio_gen.compiler.kernels.generic.softmax_s8 import SoftmaxS8
from neurio_gen.compiler.kernels.generic.softmax_s8_s16 import SoftmaxS8S16
from neurio_gen.compiler.kernels.generic.softmax_s16 import SoftmaxS16
from neurio_gen.compiler.kernels.generic.space_to_batch_nd import SpaceToBatchNd
from neurio_gen.compiler.kernels.generic.split import Split
from neurio_gen.compiler.kernels.generic.squared_difference_s8 import SquaredDifferenceS8
from neurio_gen.compiler.kernels.generic.squared_difference_s16 import SquaredDifferenceS16
from neurio_gen.compiler.kernels.generic.strided_copy import StridedCopy
from neurio_gen.compiler.kernels.generic.sum_s8 import SumS8
from neurio_gen.compiler.kernels.generic.sum_s16 import SumS16
from neurio_gen.compiler.kernels.generic.svdf_s8 import SvdfS8
from neurio_gen.compiler.kernels.generic.svdf_s16 import SvdfS16
from neurio_gen.compiler.kernels.generic.tanh_s16 import TanhS16
from neurio_gen.compiler.kernels.generic.transpose_conv_s8 import TransposeConvS8
from neurio_gen.compiler.kernels.generic.transpose_conv_s16 import TransposeConvS16
from neurio_gen.compiler.kernels.generic.unidirectional_sequence_lstm_s8 import (
    UnidirectionalSequenceLstmS8,
)
from neurio_gen.compiler.kernels.generic.unidirectional_sequence_lstm_s16 import (
    UnidirectionalSequenceLstmS16,
)
from neurio_gen.compiler.kernels.generic.while_loop import WhileLoop
from neurio_gen.compiler.kernels.kernel import Kernel
from neurio_gen.compiler.kernels.mve.mve_average_pool_2d_s8 import MveAveragePool2dS8
from neurio_gen.compiler.kernels.mve.mve_conv_2d_s4 import (
    MveConv2dS4,
    MveConv2dS4FullyConnected,
)
from neurio_gen.compiler.kernels.mve.mve_conv_2d_s8 import MveConv2dFullyConnectedS8, MveConv2dS8
from neurio_gen.compiler.kernels.mve.mve_conv_2d_sliding_s8 import MveConv2dSlidingS8
from neurio_gen.compiler.kernels.mve.mve_depthwise_windows_s8 import MveDepthwiseWindowsS8
from neurio_gen.compiler.kernels.mve.mve_linear_sum_s8 import MveLinearSumS8
from neurio_gen.compiler.kernels.mve.mve_lookup_s8 import MveLookupS8
from neurio_gen.compiler.kernels.mve.mve_max_pool_2d_s8 import MveMaxPool2dS8
from neurio_gen.compiler.kernels.mve.mve_pointwise_s8 import (
    MvePointwiseConv2dS8,
    MvePointwiseFullyConnectedS8,
)
from neurio_gen.compiler.kernels.rv32.rv32_conv_2d_s8 import Rv32Conv2dS8
from neurio_gen.compiler.kernels.rv32.rv32_depthwise_conv_2d_s8 import Rv32DepthwiseConv2dS8
from neurio_gen.compiler.kernels.rv32.rv32_fully_connected_s8 import Rv32FullyConnectedS8
from neurio_gen.compiler.kernels.rvv.rvv_average_pool_2d_s8 import RvvAveragePool2dS8
from neurio_gen.compiler.kernels.rvv.rvv_conv_2d_s8 import RvvConv2dS8
from neurio_gen.compiler.kernels.rvv.rvv_depthwise_conv_2d_s8 import RvvDepthwiseConv2dS8
from neurio_gen.compiler.kernels.rvv.rvv_fully_connected_s8 import RvvFullyConnectedS8
from neurio_gen.compiler.kernels.rvv.rvv_lookup_s8 import RvvLookupS8
from neurio_gen.compiler.kernels.rvv.rvv_max_pool_2d_s8 import RvvMaxPool2dS8
from neurio_gen.compiler.kernels.x86.x86_average_pool_2d_s8 import X86AveragePool2dS8
from neurio_gen.compiler.kernels.x86.x86_conv_2d_s8 import X86Conv2dS8, X86FullyConnectedS8
from neurio_gen.compiler.kernels.x86.x86_depthwise_conv_2d_s8 import X86DepthwiseConv2dS8
from neurio_gen.compiler.kernels.x86.x86_linear_sum_s8 import X86LinearSumS8
from neurio_gen.isa import Isa

LOOKUPS: tuple[Kernel, ...] = (MveLookupS8(), RvvLookupS8(), LookupWordsS8(), LookupS8())
"""What runs a function of one int8 code."""

_COMPARISONS = ("EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL", "NOT_EQUAL")

_CODES: dict[str, tuple[Kernel, ...]] = {
    **dict.fromkeys(elementwise.KINDS, LOOKUPS),
    **dict.fromkeys(_COMPARISONS, (CompareS8(), CompareS32())),
    **dict.fromkeys(("EQUAL", "NOT_EQUAL"), (CompareS8(), CompareS32(), CompareBool())),
    "ABS": (*LOOKUPS, AbsoluteS16()),
    "ADD": (
        X86LinearSumS8(),
        MveLinearSumS8(),
        LinearSumS8(),
        AddS8(),
        AddBroadcastS8(),
        AddS16(),
        ArithmeticS32(),
    ),
    "ADD_N": (AddNS8(),),
    "ARG_MAX": (ArgMaxS8(),),
    "ARG_MIN": (ArgMaxS8(),),
    "AVERAGE_POOL_2D": (
        X86AveragePool2dS8(),
        RvvAveragePool2dS8(),
        MveAveragePool2dS8(),
        AveragePool2dWordsS8(),
        AveragePool2dS8(),
        AveragePool2dS16(),
    ),
    "BATCH_MATMUL": (BatchMatmulS8(), BatchMatmulS16()),
    "BATCH_TO_SPACE_ND": (BatchToSpaceNd(),),
    "BROADCAST_TO": (StridedCopy(),),
    "CAST": (Cast(),),
    "CONCATENATION": (Concatenation(),),
    "CONV_2D": (
        MveConv2dS4(),
        Conv2dPairsS4(),
        Conv2dS4(),
        X86Conv2dS8(),
        RvvConv2dS8(),
        Rv32Conv2dS8(),
        MvePointwiseConv2dS8(),
        MveConv2dSlidingS8(),
        MveConv2dS8(),
        DenseRowConv2dS8(),
        Conv1x1S8(),
        Conv2dStripS8(),
        Conv2dColumnsS8(),
        *(Conv2dWinograd4x4S8(groups) for groups in (1, 2, 4, 8)),
        *(Conv1x1FoursS8(strip, unrolled=loop) for strip, loop in FOURS),
        *(Conv2dStripFoursS8(strip, unrolled=loop) for strip, loop in FOURS),
        *(Conv2dFoursS8(strip, unrolled=loop) for strip, loop in FOURS),
        *(Conv2dWinogradStride2S8(groups) for groups in (1, 2, 4)),
        *(Conv2dWinograd2x2S8(groups) for groups in (1, 4)),
        Conv2dS8(),
        Conv2dS16(),
    ),
    "CONV_3D": (Conv3dF32(),),
    "CUMSUM": (CumsumS8(),),
    "DEPTHWISE_CONV_2D": (
        DepthwiseConv2dS4(),
        X86DepthwiseConv2dS8(),
        RvvDepthwiseConv2dS8(),
        Rv32DepthwiseConv2dS8(),
        MveDepthwiseWindowsS8(),
        DepthwiseConv2d3x3S8(),
        DepthwiseConv2d3x3PairsS8(),
        DepthwiseConv2d3x3FivesS8(),
        DepthwiseConv1dS8(),
        DepthwiseConv2dTapsS8(),
        DepthwiseConv2dS8(),
        DepthwiseConv2dS16(),
    ),
    "DEPTH_TO_SPACE": (StridedCopy(),),
    "DEQUANTIZE": (DequantiseS8F32(), DequantiseS16F32(), DequantiseU8F32()),
    "DIV": (DivS8(), ArithmeticS32()),
    "DYNAMIC_UPDATE_SLICE": (DynamicUpdateSlice(),),
    "EMBEDDING_LOOKUP": (Gather(),),
    "EXPAND_DIMS": (CopyBytes(),),
    "FILL": (StridedCopy(),),
    "FULLY_CONNECTED": (
        MveConv2dS4FullyConnected(),
        Conv2dPairsS4FullyConnected(),
        Conv2dS4FullyConnected(),
        X86FullyConnectedS8(),
        RvvFullyConnectedS8(),
        Rv32FullyConnectedS8(),
        MvePointwiseFullyConnectedS8(),
        MveConv2dFullyConnectedS8(),
        DenseRowFullyConnectedS8(),
        Conv1x1FullyConnectedS8(),
        *(Conv1x1FoursFullyConnectedS8(strip, unrolled=loop) for strip, loop in FOURS),
        FullyConnectedS8(),
        FullyConnectedS16(),
        BatchMatmulFullyConnectedS8(),
    ),
    "GATHER": (Gather(),),
    "GATHER_ND": (GatherNd(),),
    "IF": (IfElse(),),
    "L2_NORMALIZATION": (L2NormalizationS8(),),
    "LEAKY_RELU": (*LOOKUPS, RescaleS16()),
    "LOGICAL_AND": (Logical(),),
    "LOGICAL_NOT": (LogicalNot(),),
    "LOGICAL_OR": (Logical(),),
    "LOGISTIC": (*LOOKUPS, LogisticS16()),
    "LOG_SOFTMAX": (LogSoftmaxS8(),),
    "LOOKUP": (*LOOKUPS, LookupU8()),
    "MAXIMUM": (MaximumMinimumS8(), MaximumMinimumS16(), ArithmeticS32()),
    "MAX_POOL_2D": (
        RvvMaxPool2dS8(),
        MveMaxPool2dS8(),
        MaxPool2dWordsS8(),
        MaxPool2dS8(),
        MaxPool2dS16(),
    ),
    "MEAN": (SumS8(), SumS16()),
    "MINIMUM": (MaximumMinimumS8(), MaximumMinimumS16(), ArithmeticS32()),
    "MIRROR_PAD": (MappedCopy(),),
    "MUL": (MulS8(), MulS16(), ArithmeticS32()),
    "PACK": (Concatenation(),),
    "PAD": (PadS8(), PadS16()),
    "PADV2": (PadS8(), PadS16()),
    "PRELU": (PreluS8(), PreluS16()),
    "QUANTIZE": (
        *LOOKUPS,
        QuantiseF32S8(),
        QuantiseF32S16(),
        RescaleS16(),
        RequantiseS8S16(),
        RequantiseS16S8(),
        RequantiseS8S32(),
        RequantiseS32S8(),
        RequantiseS32S16(),
        RequantiseS16S32(),
    ),
    "REDUCE_ALL": (ReduceAll(),),
    "REDUCE_MAX": (ReduceMaxS8(),),
    "REDUCE_MIN": (ReduceMinS8(),),
    "RELU": (*LOOKUPS, RescaleS16()),
    "RELU6": (*LOOKUPS, RescaleS16()),
    "RESHAPE": (CopyBytes(),),
    "RESIZE_BILINEAR": (ResizeBilinearS8(),),
    "RESIZE_NEAREST_NEIGHBOR": (MappedCopy(),),
    "REVERSE_V2": (StridedCopy(),),
    "SELECT_V2": (Select(),),
    "SLICE": (StridedCopy(),),
    "SOFTMAX": (SoftmaxS8(), SoftmaxS8S16(), SoftmaxS16()),
    "SPACE_TO_DEPTH": (StridedCopy(),),
    "SPACE_TO_BATCH_ND": (SpaceToBatchNd(),),
    "SPLIT": (Split(),),
    "SPLIT_V": (Split(),),
    "SQUARED_DIFFERENCE": (SquaredDifferenceS8(), SquaredDifferenceS16(), ArithmeticS32()),
    "SQUEEZE": (CopyBytes(),),
    "STRIDED_SLICE": (StridedCopy(),),
    "SUB": (
        X86LinearSumS8(),
        MveLinearSumS8(),
        LinearSumS8(),
        AddS8(),
        AddBroadcastS8(),
        AddS16(),
        ArithmeticS32(),
    ),
    "SUM": (SumS8(), SumS16()),
    "SVDF": (SvdfS8(), SvdfS16()),
    "TANH": (*LOOKUPS, TanhS16()),
    "TILE": (StridedCopy(),),
    "TRANSPOSE": (StridedCopy(),),
    "TRANSPOSE_CONV": (TransposeConvS8(), TransposeConvS16()),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": (
        UnidirectionalSequenceLstmS8(),
        UnidirectionalSequenceLstmS16(),
    ),
    "UNPACK": (Split(),),
    "WHILE": (WhileLoop(),),
}

_ORDER = (Isa.X86, Isa.RVV, Isa.RV32, Isa.MVE, Isa.DSP, Isa.GENERIC)

KERNELS: dict[str, tuple[Kernel, ...]] = {
    kind: tuple(
        sorted(
            (*_CODES.get(kind, ()), *FLOAT_KERNELS.get(kind, ())),
            key=lambda kernel: (not kernel.packs, _ORDER.index(kernel.isa)),
        )
    )
    for kind in sorted(_CODES.keys() | FLOAT_KERNELS.keys())
}
"""By operator: those for packed constants, then of CPUs with vectors, DSP, portable. Each ISA takes
those that it can run.

The first one that can run an operator and does not trade memory for speed is what others are
compared with, by predicted cost; without predictions it is taken.
"""
