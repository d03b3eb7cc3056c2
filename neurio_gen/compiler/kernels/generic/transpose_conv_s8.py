"""TRANSPOSE_CONV, int8, per channel or per tensor."""

from __future__ import annotations

from neurio_gen.compiler.geometry import same_padding
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.convolution import (
    Operands,
    convolution_problems,
    image_fields,
    set_weights_s8,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

OPERANDS = Operands(source=2, weights=1, bias=3)
"""The first input is the output's shape, which the output has already."""


def transpose_conv_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no transposed convolution for activations of `dtype` supports."""
    return convolution_problems(site, dtype, OPERANDS, **{"output shape": site.input(0)})


def set_geometry(builder: ParameterBuilder, site: Site) -> ParameterBuilder:
    """Append shapes, strides and paddings."""
    _, output_height, output_width, output_channels = site.output().shape
    _, kernel_height, kernel_width, _ = site.input(OPERANDS.weights).shape
    stride_height, stride_width = site.option("stride_h"), site.option("stride_w")
    return builder.set(
        **image_fields(site, OPERANDS),
        output_channels=output_channels,
        kernel_height=kernel_height,
        kernel_width=kernel_width,
        stride_height=stride_height,
        stride_width=stride_width,
        pad_top=_pad(site, output_height, kernel_height, stride_height),
        pad_left=_pad(site, output_width, kernel_width, stride_width),
    )


class TransposeConvS8(Kernel):
    """Any int8 transposed convolution."""

    name = "transpose_conv_s8"
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `transpose_conv_problems`."""
        return transpose_conv_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [output channel][y][x][input channel]."""
        builder = set_geometry(ParameterBuilder(site, "TransposeConvParams"), site)
        return set_weights_s8(builder, site, OPERANDS).lowering()


def _pad(site: Site, output: int, size: int, stride: int) -> int:
    """The padding of the convolution that this one transposes: from the output to the input."""
    if site.option("padding") != "SAME":
        return 0
    return same_padding(output, -(-output // stride), size, stride, 1)
