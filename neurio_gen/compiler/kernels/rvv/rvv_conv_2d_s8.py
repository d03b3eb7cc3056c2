"""CONV_2D, int8, on the RISC-V vector unit."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.conv_2d_s8 import Conv2dS8
from neurio_gen.isa import Isa


class RvvConv2dS8(Conv2dS8):
    """The portable kernel's parameters and constants, around vector loops."""

    name = "rvv_conv_2d_s8"
    isa = Isa.RVV
