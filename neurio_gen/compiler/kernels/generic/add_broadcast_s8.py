"""ADD and SUB, int8, with broadcasting."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.generic.add_s8 import set_sum
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class AddBroadcastS8(Kernel):
    """Sum or difference of two int8 tensors, each input through a table."""

    name = "add_broadcast_s8"
    limits = "shapes that broadcast, at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation."""
        return broadcast_problems(site, DType.INT8) + checks.activation(site)

    def lower(self, site: Site) -> Lowering:
        """The walk and two tables of scaled inputs."""
        builder = ParameterBuilder(site, "AddBroadcastParams")
        set_sum(set_broadcast(builder, site, "left", "right"), site)
        return builder.lowering(in_place=in_place(site))
