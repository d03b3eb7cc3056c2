"""Which kernel runs an operator: the first in its row that has no objection."""

from __future__ import annotations

from neurio_gen.compiler import elementwise
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import Conv1x1S8
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import FullyConnectedS8 as DspFullyConnectedS8
from neurio_gen.compiler.kernels.dsp.conv_2d_columns_s8 import Conv2dColumnsS8
from neurio_gen.compiler.kernels.dsp.conv_2d_strip_s8 import Conv2dStripS8
from neurio_gen.compiler.kernels.dsp.dense_row_s8 import DenseRowConv2dS8, DenseRowS8
from neurio_gen.compiler.kernels.dsp.depthwise_conv_1d_s8 import DepthwiseConv1dS8
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_3x3_s8 import DepthwiseConv2d3x3S8
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_taps_s8 import DepthwiseConv2dTapsS8
from neurio_gen.compiler.kernels.dsp.linear_sum_s8 import LinearSumS8
from neurio_gen.compiler.kernels.dsp.lookup_words_s8 import LookupWordsS8
from neurio_gen.compiler.kernels.dsp.pool_2d_words_s8 import (
    AveragePool2dWordsS8,
    MaxPool2dWordsS8,
)
from neurio_gen.compiler.kernels.generic.add_broadcast_s8 import AddBroadcastS8
from neurio_gen.compiler.kernels.generic.add_s8 import AddS8
from neurio_gen.compiler.kernels.generic.add_s16 import AddS16
from neurio_gen.compiler.kernels.generic.arg_max_s8 import ArgMaxS8
from neurio_gen.compiler.kernels.generic.concatenation import Concatenation
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import Conv2dS8
from neurio_gen.compiler.kernels.generic.conv_2d_s16 import Conv2dS16
from neurio_gen.compiler.kernels.generic.conv_3d_f32 import Conv3dF32
from neurio_gen.compiler.kernels.generic.copy_bytes import CopyBytes
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import DepthwiseConv2dS8
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s16 import DepthwiseConv2dS16
from neurio_gen.compiler.kernels.generic.dequantise_s8_f32 import DequantiseS8F32, DequantiseS16F32
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import FullyConnectedS8
from neurio_gen.compiler.kernels.generic.fully_connected_s16 import FullyConnectedS16
from neurio_gen.compiler.kernels.generic.logistic_s16 import LogisticS16, TanhS16
from neurio_gen.compiler.kernels.generic.lookup_s8 import LookupS8
from neurio_gen.compiler.kernels.generic.lookup_u8 import LookupU8
from neurio_gen.compiler.kernels.generic.mapped_copy import MappedCopy
from neurio_gen.compiler.kernels.generic.maximum_minimum_s8 import (
    MaximumMinimumS8,
    MaximumMinimumS16,
)
from neurio_gen.compiler.kernels.generic.mul_s8 import MulS8, MulS16
from neurio_gen.compiler.kernels.generic.pad_s8 import PadS8, PadS16
from neurio_gen.compiler.kernels.generic.pool_2d_s8 import AveragePool2dS8, MaxPool2dS8
from neurio_gen.compiler.kernels.generic.pool_2d_s16 import AveragePool2dS16, MaxPool2dS16
from neurio_gen.compiler.kernels.generic.prelu_s8 import PreluS8
from neurio_gen.compiler.kernels.generic.quantise_f32_s8 import QuantiseF32S8, QuantiseF32S16
from neurio_gen.compiler.kernels.generic.reduction_s8 import ReduceMaxS8, ReduceMinS8, SumS8, SumS16
from neurio_gen.compiler.kernels.generic.requantise import RequantiseS8S16, RequantiseS16S8
from neurio_gen.compiler.kernels.generic.rescale_s16 import RescaleS16
from neurio_gen.compiler.kernels.generic.resize_bilinear_s8 import ResizeBilinearS8
from neurio_gen.compiler.kernels.generic.softmax_s8 import SoftmaxS8
from neurio_gen.compiler.kernels.generic.softmax_s16 import SoftmaxS16
from neurio_gen.compiler.kernels.generic.split import Split
from neurio_gen.compiler.kernels.generic.strided_copy import StridedCopy
from neurio_gen.compiler.kernels.generic.transpose_conv_s8 import TransposeConvS8
from neurio_gen.compiler.kernels.generic.transpose_conv_s16 import TransposeConvS16
from neurio_gen.compiler.kernels.kernel import Kernel, Site
from neurio_gen.compiler.kernels.mve.conv_2d_s8 import MveConv2dS8, MvePointwiseConv2dS8
from neurio_gen.compiler.kernels.mve.depthwise_conv_2d_s8 import MveDepthwiseWindowsS8
from neurio_gen.compiler.kernels.mve.fully_connected_s8 import (
    MveFullyConnectedS8,
    MvePaddedFullyConnectedS8,
)
from neurio_gen.compiler.kernels.mve.linear_sum_s8 import MveLinearSumS8
from neurio_gen.compiler.kernels.mve.lookup_s8 import MveLookupS8
from neurio_gen.compiler.kernels.mve.pool_2d_s8 import MveAveragePool2dS8, MveMaxPool2dS8
from neurio_gen.compiler.plan import Isa

Table = dict[str, tuple[Kernel, ...]]

GENERIC: Table = {
    **{kind: (LookupS8(),) for kind in elementwise.KINDS},
    "BROADCAST_TO": (StridedCopy(),),
    "DEPTH_TO_SPACE": (StridedCopy(),),
    "REVERSE_V2": (StridedCopy(),),
    "SPACE_TO_DEPTH": (StridedCopy(),),
    "TILE": (StridedCopy(),),
    "ADD": (AddS8(), AddBroadcastS8(), AddS16()),
    "ARG_MAX": (ArgMaxS8(),),
    "ARG_MIN": (ArgMaxS8(),),
    "AVERAGE_POOL_2D": (AveragePool2dS8(), AveragePool2dS16()),
    "CONCATENATION": (Concatenation(),),
    "CONV_2D": (Conv2dS8(), Conv2dS16()),
    "CONV_3D": (Conv3dF32(),),
    "DEPTHWISE_CONV_2D": (DepthwiseConv2dS8(), DepthwiseConv2dS16()),
    "DEQUANTIZE": (DequantiseS8F32(), DequantiseS16F32()),
    "EXPAND_DIMS": (CopyBytes(),),
    "FULLY_CONNECTED": (FullyConnectedS8(), FullyConnectedS16()),
    "LEAKY_RELU": (LookupS8(), RescaleS16()),
    "LOGISTIC": (LookupS8(), LogisticS16()),
    "LOOKUP": (LookupS8(), LookupU8()),
    "MAXIMUM": (MaximumMinimumS8(), MaximumMinimumS16()),
    "MAX_POOL_2D": (MaxPool2dS8(), MaxPool2dS16()),
    "MEAN": (SumS8(), SumS16()),
    "MINIMUM": (MaximumMinimumS8(), MaximumMinimumS16()),
    "MIRROR_PAD": (MappedCopy(),),
    "MUL": (MulS8(), MulS16()),
    "PACK": (Concatenation(),),
    "PAD": (PadS8(), PadS16()),
    "PADV2": (PadS8(), PadS16()),
    "PRELU": (PreluS8(),),
    "QUANTIZE": (
        LookupS8(),
        QuantiseF32S8(),
        QuantiseF32S16(),
        RescaleS16(),
        RequantiseS8S16(),
        RequantiseS16S8(),
    ),
    "REDUCE_MAX": (ReduceMaxS8(),),
    "REDUCE_MIN": (ReduceMinS8(),),
    "RELU": (LookupS8(), RescaleS16()),
    "RELU6": (LookupS8(), RescaleS16()),
    "RESHAPE": (CopyBytes(),),
    "RESIZE_BILINEAR": (ResizeBilinearS8(),),
    "RESIZE_NEAREST_NEIGHBOR": (MappedCopy(),),
    "SLICE": (StridedCopy(),),
    "SOFTMAX": (SoftmaxS8(), SoftmaxS16()),
    "SPLIT": (Split(),),
    "SPLIT_V": (Split(),),
    "SQUEEZE": (CopyBytes(),),
    "STRIDED_SLICE": (StridedCopy(),),
    "SUB": (AddS8(), AddBroadcastS8(), AddS16()),
    "SUM": (SumS8(), SumS16()),
    "TANH": (LookupS8(), TanhS16()),
    "TRANSPOSE": (StridedCopy(),),
    "TRANSPOSE_CONV": (TransposeConvS8(), TransposeConvS16()),
    "UNPACK": (Split(),),
}

DSP: Table = {
    **{kind: (LookupWordsS8(),) for kind in elementwise.KINDS},
    "ADD": (LinearSumS8(),),
    "AVERAGE_POOL_2D": (AveragePool2dWordsS8(),),
    "CONV_2D": (DenseRowConv2dS8(), Conv1x1S8(), Conv2dStripS8(), Conv2dColumnsS8()),
    "DEPTHWISE_CONV_2D": (DepthwiseConv2d3x3S8(), DepthwiseConv1dS8(), DepthwiseConv2dTapsS8()),
    "FULLY_CONNECTED": (DenseRowS8(), DspFullyConnectedS8()),
    "LOOKUP": (LookupWordsS8(),),
    "MAX_POOL_2D": (MaxPool2dWordsS8(),),
    "SUB": (LinearSumS8(),),
}

MVE: Table = {
    **{kind: (MveLookupS8(),) for kind in elementwise.KINDS},
    "ADD": (MveLinearSumS8(),),
    "AVERAGE_POOL_2D": (MveAveragePool2dS8(),),
    "CONV_2D": (MvePointwiseConv2dS8(), MveConv2dS8()),
    "DEPTHWISE_CONV_2D": (MveDepthwiseWindowsS8(),),
    "FULLY_CONNECTED": (MveFullyConnectedS8(), MvePaddedFullyConnectedS8()),
    "LOOKUP": (MveLookupS8(),),
    "MAX_POOL_2D": (MveMaxPool2dS8(),),
    "SUB": (MveLinearSumS8(),),
}

# The rows that an ISA tries, the fastest first; every ISA ends with the portable kernels.
ROWS: dict[Isa, tuple[Table, ...]] = {
    Isa.GENERIC: (GENERIC,),
    Isa.DSP: (DSP, GENERIC),
    Isa.MVE: (MVE, DSP, GENERIC),
}


def candidates(kind: str, isa: Isa) -> tuple[Kernel, ...]:
    """All kernels for an operator on an ISA, the preferred first; empty if there is none."""
    return tuple(kernel for table in ROWS[isa] for kernel in table.get(kind, ()))


def choose(site: Site, isa: Isa) -> tuple[Kernel | None, list[str]]:
    """The first kernel that can run the operator, or None and what is in the nearest one's way."""
    refusals = []
    for kernel in candidates(site.operator.kind, isa):
        found = kernel.problems(site) or _constant_problems(kernel, site)
        if not found:
            return kernel, []
        refusals.append(found)
    return None, min(refusals, key=len, default=["the operator is not supported"])


def _constant_problems(kernel: Kernel, site: Site) -> list[str]:
    """What the kernel computes on must be in memory when it is called."""
    position = _DATA.get(site.operator.kind, 0)
    if position in kernel.reads_constants or not site.input(position).is_constant:
        return []
    return ["its input is constant"]


# Where operators have their data, if not first.
_DATA = {"SPLIT": 1, "TRANSPOSE_CONV": 2}
