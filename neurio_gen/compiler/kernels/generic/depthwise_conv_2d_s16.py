"""DEPTHWISE_CONV_2D with int16 activations and int8 weights."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import (
    depthwise_problems,
    set_geometry,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import requantisation
from neurio_gen.compiler.kernels.sixteen_bits import (
    long_bias_problems,
    set_accumulation,
    symmetric,
)


class DepthwiseConv2dS16(Kernel):
    """Any int16 activations, int8 weights, int64 bias."""

    name = "depthwise_conv_2d_s16"
    limits = "batch 1, constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """As for int8, with symmetric quantisation and a 64-bit bias."""
        found = depthwise_problems(site, DType.INT16)
        found += symmetric(input=site.input(0), output=site.output())
        return found + long_bias_problems(site, 2)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None
        channels = output.shape[3]
        scaling = requantisation(site, source, weights, output, channels)
        builder = set_geometry(ParameterBuilder(site, "DepthwiseConv2dS16Params"), site).set(
            activation_min=scaling.activation_min,
            activation_max=scaling.activation_max,
        )
        builder.array("weights", "int8_t", weights.data, note=f"{weights.name} {weights.shape}")
        return set_accumulation(builder, site, scaling, 2, channels).lowering()
