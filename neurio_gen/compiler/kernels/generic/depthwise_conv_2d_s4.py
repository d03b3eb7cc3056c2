"""DEPTHWISE_CONV_2D with weights of four bits, which are unpacked before it runs."""

from __future__ import annotations

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.convolution import set_weights_s8
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import (
    OPERANDS,
    depthwise_problems,
    set_geometry,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.packed_weights import int4_problems, packed


class DepthwiseConv2dS4(Kernel):
    """Any depthwise convolution: its weights are few, and fit into the arena."""

    name = "depthwise_conv_2d_s4"
    limits = "constant symmetric weights"
    packs = True

    def problems(self, site: Site) -> list[str]:
        """See `depthwise_problems`."""
        return int4_problems(site) or depthwise_problems(site)

    def lower(self, site: Site) -> Lowering:
        """The parameters of `depthwise_conv_2d_s8`, and taps in four bits."""
        weights = site.input(1)
        assert weights.data is not None
        builder = set_geometry(ParameterBuilder(site, "DepthwiseConv2dS4Params"), site)
        set_weights_s8(builder, site, OPERANDS, elsewhere=True)
        builder.nested("layer", "DepthwiseConv2dParams")
        _, height, width, channels = weights.shape
        taps = weights.data.reshape(height * width, channels)
        builder.set(taps=height * width, channels=channels)
        note = f"{weights.name} {weights.shape}, int4"
        builder.array("packed", "uint8_t", packed(taps), note=note, rows=rows.taps(height, width))
        return builder.lowering(scratch_bytes=taps.size)
