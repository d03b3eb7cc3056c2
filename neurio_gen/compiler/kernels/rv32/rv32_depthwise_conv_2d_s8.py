"""DEPTHWISE_CONV_2D, int8, on scalar RISC-V cores."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import DepthwiseConv2dS8
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.isa import Isa


class Rv32DepthwiseConv2dS8(DepthwiseConv2dS8):
    """The portable kernel's parameters and constants; a channel has one filter."""

    name = "rv32_depthwise_conv_2d_s8"
    isa = Isa.RV32
    limits = "constant symmetric weights, one filter a channel"

    def problems(self, site: Site) -> list[str]:
        """Those of the portable kernel, and a depth multiplier."""
        found = super().problems(site)
        if not found and site.output().shape[3] != site.input(0).shape[3]:
            found.append("it has several filters for a channel")
        return found
