"""LOOKUP: an element-wise function of 8-bit codes as a table of 256 results.

The operator is not in the .tflite schema: the pass `lookup_tables` puts it in the place of
element-wise operators. Its option `table` holds int8 [256], indexed by code + 128, or by the code
where the input is uint8. Operators that the pass left alone arrive under their own name and are
refused with the reason.
"""

from __future__ import annotations

from neurio_gen.compiler import checks, elementwise
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class LookupS8(Kernel):
    """Table look-up."""

    name = "lookup_s8"

    def problems(self, site: Site) -> list[str]:
        """Types, and what cannot be made a table."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT8, input=source, output=output)
        found += checks.per_tensor(input=source, output=output)
        if found or site.operator.kind == "LOOKUP":
            return found
        return elementwise.problems(site.operator, source, output)

    def lower(self, site: Site) -> Lowering:
        """The table."""
        table = site.option("table")
        if table is None:
            table = elementwise.table(site.operator, site.input(0), site.output())
        builder = ParameterBuilder(site, "LookupParams").set(elements=site.output().elements)
        builder.array("table", "int8_t", table)
        return builder.lowering(in_place=(0,))
