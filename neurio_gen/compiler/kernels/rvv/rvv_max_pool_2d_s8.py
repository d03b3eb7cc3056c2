"""MAX_POOL_2D, int8, on the RISC-V vector unit."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.max_pool_2d_s8 import MaxPool2dS8
from neurio_gen.isa import Isa


class RvvMaxPool2dS8(MaxPool2dS8):
    """The portable kernel's parameters and constants, around vector loops."""

    name = "rvv_max_pool_2d_s8"
    isa = Isa.RVV
