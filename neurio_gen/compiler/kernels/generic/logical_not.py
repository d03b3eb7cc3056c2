"""LOGICAL_NOT."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class LogicalNot(Kernel):
    """Element by element."""

    name = "logical_not"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        return checks.types(DType.BOOL, input=site.input(0), output=site.output())

    def lower(self, site: Site) -> Lowering:
        """The number of elements."""
        builder = ParameterBuilder(site, "LogicalNotParams").set(elements=site.output().elements)
        return builder.lowering(in_place=(0,))
