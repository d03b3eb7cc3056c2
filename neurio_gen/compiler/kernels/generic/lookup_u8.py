"""LOOKUP from uint8 to int8: what a QUANTIZE at the input of a converted model becomes."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class LookupU8(Kernel):
    """Table look-up, indexed by the uint8 code."""

    name = "lookup_u8"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        found = checks.types(DType.UINT8, input=site.input(0))
        return found + checks.types(DType.INT8, output=site.output())

    def lower(self, site: Site) -> Lowering:
        """The table."""
        builder = ParameterBuilder(site, "LookupU8Params").set(elements=site.output().elements)
        builder.array("table", "int8_t", site.option("table"))
        return builder.lowering(in_place=(0,))
