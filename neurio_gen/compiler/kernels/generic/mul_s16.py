"""MUL, int16, with broadcasting."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.mul_s8 import MulS8
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.sixteen_bits import symmetric


class MulS16(MulS8):
    """Product of two int16 tensors, all symmetric."""

    name = "mul_s16"
    dtype = DType.INT16

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation, zero points of 0."""
        tensors = {"left": site.input(0), "right": site.input(1), "output": site.output()}
        return super().problems(site) + symmetric(**tensors)
