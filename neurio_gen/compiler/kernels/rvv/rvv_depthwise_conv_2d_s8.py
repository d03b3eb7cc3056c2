"""DEPTHWISE_CONV_2D, int8, on the RISC-V vector unit."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import DepthwiseConv2dS8
from neurio_gen.isa import Isa


class RvvDepthwiseConv2dS8(DepthwiseConv2dS8):
    """The portable kernel's parameters and constants, around vector loops."""

    name = "rvv_depthwise_conv_2d_s8"
    isa = Isa.RVV
