"""LOOKUP, int8, with MVE: see the portable kernel for the operator."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.kernels.generic.lookup_s8 import LookupS8
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.isa import Isa


class MveLookupS8(Kernel):
    """Table look-up."""

    name = "mve_lookup_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """See `LookupS8`."""
        return LookupS8().problems(site)

    def lower(self, site: Site) -> Lowering:
        """The table in the order of the codes as unsigned bytes."""
        (table,) = LookupS8().lower(site).constants
        builder = ParameterBuilder(site, "MveLookupParams").set(elements=site.output().elements)
        builder.array("table", "int8_t", np.roll(table.values, 128))
        return builder.lowering(in_place=(0,))
