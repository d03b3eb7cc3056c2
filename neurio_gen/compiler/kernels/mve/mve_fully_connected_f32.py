"""FULLY_CONNECTED, float32, with MVE."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.fully_connected_f32 import FullyConnectedF32
from neurio_gen.isa import Isa


class MveFullyConnectedF32(FullyConnectedF32):
    """As the portable one; products and sums are fused."""

    name = "mve_fully_connected_f32"
    isa = Isa.MVE
    approximates = True
