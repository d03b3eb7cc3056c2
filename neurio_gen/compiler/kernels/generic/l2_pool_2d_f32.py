"""L2_POOL_2D, float32."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.pool_2d import pool_2d_lowering, pool_2d_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site


class L2Pool2dF32(Kernel):
    """Roots of the mean squares of windows."""

    name = "l2_pool_2d_f32"

    def problems(self, site: Site) -> list[str]:
        """See `pool_2d_problems`."""
        return pool_2d_problems(site, DType.FLOAT32)

    def lower(self, site: Site) -> Lowering:
        """See `pool_2d_lowering`."""
        return pool_2d_lowering(site)
