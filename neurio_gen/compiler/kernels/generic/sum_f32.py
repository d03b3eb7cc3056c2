"""MEAN and SUM, float32, along any axes."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.reduction import (
    reduction_builder,
    reduction_problems,
    walks,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site


class SumF32(Kernel):
    """Sum or mean."""

    name = "sum_f32"
    limits = "constant axes"

    def problems(self, site: Site) -> list[str]:
        """Types, constant axes."""
        return reduction_problems(site, DType.FLOAT32)

    def lower(self, site: Site) -> Lowering:
        """Both walks, and what the sum is divided by."""
        count = prod(walks(site)[1].shape) if site.operator.kind == "MEAN" else 1
        return reduction_builder(site, "SumF32Params").set(divisor=float(count)).lowering()
