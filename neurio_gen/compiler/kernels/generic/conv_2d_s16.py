"""CONV_2D with int16 activations and int8 weights."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.convolution import set_weights_s16
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import OPERANDS, conv_2d_problems, set_geometry
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class Conv2dS16(Kernel):
    """Any int16 activations, int8 weights, int64 bias."""

    name = "conv_2d_s16"
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """As for int8, with symmetric quantisation and a 64-bit bias."""
        return conv_2d_problems(site, DType.INT16)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are."""
        builder = set_geometry(ParameterBuilder(site, "Conv2dS16Params"), site)
        return set_weights_s16(builder, site, OPERANDS).lowering()
