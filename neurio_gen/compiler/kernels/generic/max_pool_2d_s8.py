"""MAX_POOL_2D, int8."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.pool_2d import pool_2d_lowering, pool_2d_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site


class MaxPool2dS8(Kernel):
    """Any int8 maximum pooling."""

    name = "max_pool_2d_s8"
    limits = "one quantisation"

    def problems(self, site: Site) -> list[str]:
        """See `pool_2d_problems`."""
        return pool_2d_problems(site)

    def lower(self, site: Site) -> Lowering:
        """See `pool_2d_lowering`."""
        return pool_2d_lowering(site)
