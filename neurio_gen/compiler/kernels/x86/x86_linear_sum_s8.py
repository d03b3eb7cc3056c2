"""ADD and SUB, int8, of two tensors with one shape, on x86-64."""

from __future__ import annotations

from neurio_gen.compiler.kernels.linear_sum import LinearSum
from neurio_gen.isa import Isa


class X86LinearSumS8(LinearSum):
    """Equal shapes, a linear function that gives all codes."""

    name = "x86_linear_sum_s8"
    isa = Isa.X86
    parameters = "X86LinearSumParams"
