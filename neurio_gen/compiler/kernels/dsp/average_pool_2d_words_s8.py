"""AVERAGE_POOL_2D, int8, on the DSP extension."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.pool_2d import pool_2d_lowering, pool_2d_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.isa import Isa

_GROUP = 4
"""Channels per turn, at least."""

_LARGEST_WINDOW = 255
"""Positions whose sum of int8 fits in 16 bits."""


def grouped_channels_problems(site: Site) -> list[str]:
    """See `pool_2d_problems`; also fewer channels than a turn takes."""
    found = pool_2d_problems(site)
    if not found and site.input(0).shape[3] < _GROUP:
        found.append(f"it has fewer than {_GROUP} channels")
    return found


class AveragePool2dWordsS8(Kernel):
    """Eight or four channels at a time."""

    name = "average_pool_2d_words_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """Four channels or more, windows whose sums fit in 16 bits."""
        found = grouped_channels_problems(site)
        if (
            not found
            and site.option("filter_height") * site.option("filter_width") > _LARGEST_WINDOW
        ):
            found.append(f"its window has more than {_LARGEST_WINDOW} positions")
        return found

    def lower(self, site: Site) -> Lowering:
        """As the portable kernel."""
        return pool_2d_lowering(site)
