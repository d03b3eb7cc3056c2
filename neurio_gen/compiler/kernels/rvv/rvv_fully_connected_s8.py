"""FULLY_CONNECTED, int8, on the RISC-V vector unit."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.fully_connected_s8 import FullyConnectedS8
from neurio_gen.isa import Isa


class RvvFullyConnectedS8(FullyConnectedS8):
    """The portable kernel's parameters and constants, around vector loops."""

    name = "rvv_fully_connected_s8"
    isa = Isa.RVV
