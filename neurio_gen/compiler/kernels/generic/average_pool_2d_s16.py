"""AVERAGE_POOL_2D, int16."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.average_pool_2d_s8 import AveragePool2dS8
from neurio_gen.compiler.kernels.generic.pool_2d import pool_2d_problems
from neurio_gen.compiler.kernels.kernel import Site


class AveragePool2dS16(AveragePool2dS8):
    """Any int16 average pooling."""

    name = "average_pool_2d_s16"

    def problems(self, site: Site) -> list[str]:
        """See `pool_2d_problems`."""
        return pool_2d_problems(site, DType.INT16)
