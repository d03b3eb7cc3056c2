"""ADD and SUB, int8, of two tensors with one shape, with MVE."""

from __future__ import annotations

from neurio_gen.compiler.kernels.linear_sum import LinearSum
from neurio_gen.isa import Isa


class MveLinearSumS8(LinearSum):
    """Equal shapes, a linear function that gives all codes."""

    name = "mve_linear_sum_s8"
    isa = Isa.MVE
    parameters = "MveLinearSumParams"
