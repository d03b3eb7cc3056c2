"""LOOKUP, int8, on the DSP extension."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import elementwise
from neurio_gen.compiler.kernels.generic.lookup_s8 import LookupS8
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.isa import Isa


class LookupWordsS8(Kernel):
    """Table look-up, four elements at a time."""

    name = "lookup_words_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """As the portable kernel."""
        return LookupS8().problems(site)

    def lower(self, site: Site) -> Lowering:
        """The table, from code 0 to 127 and then from -128 to -1."""
        table = site.option("table")
        if table is None:
            table = elementwise.table(site.operator, site.input(0), site.output())
        builder = ParameterBuilder(site, "LookupWordsParams").set(elements=site.output().elements)
        builder.array("table", "uint8_t", np.roll(table, -128).view(np.uint8))
        return builder.lowering(in_place=(0,))
