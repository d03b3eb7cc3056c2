"""MAX_POOL_2D, int8, on the DSP extension."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.average_pool_2d_words_s8 import grouped_channels_problems
from neurio_gen.compiler.kernels.generic.pool_2d import pool_2d_lowering
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.isa import Isa


class MaxPool2dWordsS8(Kernel):
    """Four channels at a time."""

    name = "max_pool_2d_words_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """Four channels or more."""
        return grouped_channels_problems(site)

    def lower(self, site: Site) -> Lowering:
        """As the portable kernel."""
        return pool_2d_lowering(site)
