"""PRELU, int16 with slopes of int8."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.prelu_s8 import PreluS8
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.sixteen_bits import symmetric


class PreluS16(PreluS8):
    """Negative inputs times their slope."""

    name = "prelu_s16"
    dtype = DType.INT16

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, zero points of 0 but the slopes'."""
        return super().problems(site) + symmetric(input=site.input(0), output=site.output())
