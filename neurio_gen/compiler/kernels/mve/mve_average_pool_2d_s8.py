"""AVERAGE_POOL_2D, int8, with MVE."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.pool_2d import pool_2d_lowering, pool_2d_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.isa import Isa

_LARGEST_WINDOW = 255
"""Positions whose sum fits into 16 bits."""


class MveAveragePool2dS8(Kernel):
    """Average pooling of windows of at most 255 positions."""

    name = "mve_average_pool_2d_s8"
    limits = "one quantisation, windows of at most 255 positions"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Larger windows, and what no pooling kernel supports."""
        found = pool_2d_problems(site)
        if not found:
            positions = site.option("filter_height") * site.option("filter_width")
            if positions > _LARGEST_WINDOW:
                found.append(f"its windows have {positions} positions")
        return found

    def lower(self, site: Site) -> Lowering:
        """See `pool_2d_lowering`."""
        return pool_2d_lowering(site)
