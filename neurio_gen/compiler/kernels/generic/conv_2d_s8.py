"""CONV_2D, int8: dilated, grouped, per channel or per tensor."""

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

OPERANDS = Operands()


def conv_2d_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no convolution kernel for activations of `dtype` supports."""
    return convolution_problems(site, dtype, OPERANDS)


def set_geometry(builder: ParameterBuilder, site: Site) -> ParameterBuilder:
    """Append shapes, groups and windows."""
    _, kernel_height, kernel_width, depth = site.input(1).shape
    return builder.set(
        **image_fields(site, OPERANDS),
        output_channels=site.output().shape[3],
        kernel_height=kernel_height,
        kernel_width=kernel_width,
        groups=site.input(0).shape[3] // depth,
        **window_fields(site),
    )


class Conv2dS8(Kernel):
    """Any int8 convolution."""

    name = "conv_2d_s8"
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `conv_2d_problems`."""
        return conv_2d_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [output channel][y][x][input channel]."""
        weights = site.input(1)
        builder = set_geometry(ParameterBuilder(site, "Conv2dParams"), site)
        set_weights_s8(builder, site, OPERANDS)
        return builder.lowering(scratch_bytes=2 * weights.elements // weights.shape[0])
