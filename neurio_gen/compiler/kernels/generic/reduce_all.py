"""REDUCE_ALL, bool, along any axes."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.reduction import reduction_builder, reduction_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site


class ReduceAll(Kernel):
    """Whether all elements are true."""

    name = "reduce_all"
    limits = "bool, constant axes"

    def problems(self, site: Site) -> list[str]:
        """Type, constant axes."""
        return reduction_problems(site, DType.BOOL)

    def lower(self, site: Site) -> Lowering:
        """Both walks."""
        return reduction_builder(site, "ExtremeParams").lowering()
