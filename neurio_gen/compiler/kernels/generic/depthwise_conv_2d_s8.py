"""DEPTHWISE_CONV_2D, int8: dilated, any depth multiplier, per channel or per tensor."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.convolution import (
    Operands,
    convolution_problems,
    image_fields,
    set_weights_s8,
    window_fields,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

OPERANDS = Operands(channel_axis=3)


def depthwise_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no depthwise kernel for activations of `dtype` supports."""
    return convolution_problems(site, dtype, OPERANDS)


def set_geometry(builder: ParameterBuilder, site: Site) -> ParameterBuilder:
    """Append shapes, depth multiplier and windows."""
    _, kernel_height, kernel_width, _ = site.input(1).shape
    return builder.set(
        **image_fields(site, OPERANDS),
        depth_multiplier=site.output().shape[3] // site.input(0).shape[3],
        kernel_height=kernel_height,
        kernel_width=kernel_width,
        **window_fields(site),
    )


class DepthwiseConv2dS8(Kernel):
    """Any int8 depthwise convolution."""

    name = "depthwise_conv_2d_s8"
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `depthwise_problems`."""
        return depthwise_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [y][x][output channel]."""
        builder = set_geometry(ParameterBuilder(site, "DepthwiseConv2dParams"), site)
        return set_weights_s8(builder, site, OPERANDS).lowering()
