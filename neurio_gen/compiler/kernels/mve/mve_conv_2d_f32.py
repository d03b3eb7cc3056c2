"""CONV_2D, float32, with MVE."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.conv_2d_f32 import Conv2dF32
from neurio_gen.isa import Isa


class MveConv2dF32(Conv2dF32):
    """As the portable one; products and sums are fused."""

    name = "mve_conv_2d_f32"
    isa = Isa.MVE
    approximates = True
