"""REDUCE_MAX, float32, along any axes."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.reduction import reduction_builder, reduction_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site


class ReduceMaxF32(Kernel):
    """The largest element."""

    name = "reduce_max_f32"
    limits = "constant axes"

    def problems(self, site: Site) -> list[str]:
        """Types, constant axes."""
        return reduction_problems(site, DType.FLOAT32)

    def lower(self, site: Site) -> Lowering:
        """Both walks."""
        return reduction_builder(site, "ExtremeParams").lowering()
