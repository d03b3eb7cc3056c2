"""AVERAGE_POOL_2D, int8, on the RISC-V vector unit."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.average_pool_2d_s8 import AveragePool2dS8
from neurio_gen.isa import Isa


class RvvAveragePool2dS8(AveragePool2dS8):
    """The portable kernel's parameters and constants, around vector loops."""

    name = "rvv_average_pool_2d_s8"
    isa = Isa.RVV
