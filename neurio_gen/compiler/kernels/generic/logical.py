"""LOGICAL_AND and LOGICAL_OR."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, broadcast_walk


class Logical(Kernel):
    """Element by element."""

    name = "logical"
    limits = "at most 5 axes after merging"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types; the shapes have been checked."""
        left, right, output = site.input(0), site.input(1), site.output()
        found = checks.types(DType.BOOL, left=left, right=right, output=output)
        if len(broadcast_walk(left.shape, right.shape, output.shape).shape) > WALK_AXES:
            found.append(f"its inputs are broadcast along more than {WALK_AXES} axes")
        return found

    def lower(self, site: Site) -> Lowering:
        """The walk, and which of the two it is."""
        builder = ParameterBuilder(site, "LogicalParams")
        set_broadcast(builder, site, "left", "right")
        return builder.set(conjunction=site.operator.kind == "LOGICAL_AND").lowering()
