"""LOOKUP: an element-wise function of int8 codes as a table of 256 results.

The operator is not in the .tflite schema: the pass `lookup_tables` puts it in the place of
element-wise operators. Its option `table` holds int8 [256], indexed by code + 128.
"""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class LookupS8(Kernel):
    """Table look-up."""

    name = "lookup_s8"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        return checks.types(DType.INT8, input=site.input(0), output=site.output())

    def lower(self, site: Site) -> Lowering:
        """The table."""
        builder = ParameterBuilder(site, "LookupParams").set(elements=site.output().elements)
        builder.array("table", "int8_t", site.option("table"))
        return builder.lowering(in_place=(0,))
