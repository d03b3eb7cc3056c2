"""Which kernel runs an operator: the first in its row that has no objection."""

from __future__ import annotations

from neurio_gen.compiler import elementwise
from neurio_gen.compiler.kernels.generic.add_broadcast_s8 import AddBroadcastS8
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_3x3_s8 import DepthwiseConv2d3x3S8
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import Conv1x1S8
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import FullyConnectedS8 as DspFullyConnectedS8
from neurio_gen.compiler.kernels.generic.add_s8 import AddS8
from neurio_gen.compiler.kernels.generic.concatenation import Concatenation
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import Conv2dS8
from neurio_gen.compiler.kernels.generic.copy_bytes import CopyBytes
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import DepthwiseConv2dS8
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import FullyConnectedS8
from neurio_gen.compiler.kernels.generic.lookup_s8 import LookupS8
from neurio_gen.compiler.kernels.generic.lookup_u8 import LookupU8
from neurio_gen.compiler.kernels.generic.mapped_copy import MappedCopy
from neurio_gen.compiler.kernels.generic.maximum_minimum_s8 import MaximumMinimumS8
from neurio_gen.compiler.kernels.generic.mul_s8 import MulS8
from neurio_gen.compiler.kernels.generic.pad_s8 import PadS8
from neurio_gen.compiler.kernels.generic.pool_2d_s8 import AveragePool2dS8, MaxPool2dS8
from neurio_gen.compiler.kernels.generic.prelu_s8 import PreluS8
from neurio_gen.compiler.kernels.generic.softmax_s8 import SoftmaxS8
from neurio_gen.compiler.kernels.generic.split import Split
from neurio_gen.compiler.kernels.generic.strided_copy import StridedCopy
from neurio_gen.compiler.kernels.kernel import Kernel, Site
from neurio_gen.compiler.plan import Isa

Table = dict[str, tuple[Kernel, ...]]

GENERIC: Table = {
    **{kind: (LookupS8(),) for kind in elementwise.KINDS},
    "ADD": (AddS8(), AddBroadcastS8()),
    "AVERAGE_POOL_2D": (AveragePool2dS8(),),
    "CONV_2D": (Conv2dS8(),),
    "DEPTHWISE_CONV_2D": (DepthwiseConv2dS8(),),
    "EXPAND_DIMS": (CopyBytes(),),
    "FULLY_CONNECTED": (FullyConnectedS8(),),
    "CONCATENATION": (Concatenation(),),
    "MAXIMUM": (MaximumMinimumS8(),),
    "MINIMUM": (MaximumMinimumS8(),),
    "MIRROR_PAD": (MappedCopy(),),
    "MUL": (MulS8(),),
    "PACK": (Concatenation(),),
    "PRELU": (PreluS8(),),
    "RESIZE_NEAREST_NEIGHBOR": (MappedCopy(),),
    "SLICE": (StridedCopy(),),
    "SPLIT": (Split(),),
    "SPLIT_V": (Split(),),
    "STRIDED_SLICE": (StridedCopy(),),
    "SUB": (AddS8(), AddBroadcastS8()),
    "TRANSPOSE": (StridedCopy(),),
    "UNPACK": (Split(),),
    "LOOKUP": (LookupS8(), LookupU8()),
    "MAX_POOL_2D": (MaxPool2dS8(),),
    "PAD": (PadS8(),),
    "PADV2": (PadS8(),),
    "RESHAPE": (CopyBytes(),),
    "SOFTMAX": (SoftmaxS8(),),
    "SQUEEZE": (CopyBytes(),),
}

DSP: Table = {
    "CONV_2D": (Conv1x1S8(),),
    "DEPTHWISE_CONV_2D": (DepthwiseConv2d3x3S8(),),
    "FULLY_CONNECTED": (DspFullyConnectedS8(),),
}

MVE: Table = {}

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
    """The first kernel that can run the operator, or None and why the last one cannot."""
    found: list[str] = []
    for kernel in candidates(site.operator.kind, isa):
        found = kernel.problems(site)
        if not found:
            return kernel, []
    if not found:
        found = ["the operator is not supported"]
    return None, found
