"""MAXIMUM and MINIMUM, int8, with broadcasting."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class MaximumMinimumS8(Kernel):
    """The larger or smaller code; scales play no part, as in TFLite Micro."""

    name = "maximum_minimum_s8"
    dtype: ClassVar[DType] = DType.INT8
    limits = "shapes that broadcast, at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types and shapes."""
        return broadcast_problems(site, self.dtype)

    def lower(self, site: Site) -> Lowering:
        """The walk, and which of the two it is."""
        builder = ParameterBuilder(site, "MaximumMinimumParams")
        set_broadcast(builder, site, "left", "right")
        builder.set(maximum=site.operator.kind == "MAXIMUM")
        return builder.lowering(in_place=in_place(site))
