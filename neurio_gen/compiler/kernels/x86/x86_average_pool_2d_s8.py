"""AVERAGE_POOL_2D, int8, on x86-64."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.average_pool_2d_s8 import AveragePool2dS8
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.x86.packing import LANES
from neurio_gen.isa import Isa


class X86AveragePool2dS8(AveragePool2dS8):
    """At least 16 channels; the portable kernel's parameters."""

    name = "x86_average_pool_2d_s8"
    isa = Isa.X86

    def problems(self, site: Site) -> list[str]:
        """See `AveragePool2dS8`; also few channels."""
        found = super().problems(site)
        if not found and site.input().shape[3] < LANES:
            found.append(f"it has fewer than {LANES} channels")
        return found
