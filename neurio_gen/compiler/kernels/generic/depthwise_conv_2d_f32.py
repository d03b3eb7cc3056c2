"""DEPTHWISE_CONV_2D, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.convolution import Operands, image_fields, window_fields
from neurio_gen.compiler.kernels.float_layers import (
    activation_bounds,
    float_convolution_problems,
    set_bias,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class DepthwiseConv2dF32(Kernel):
    """Any float32 depthwise convolution of constant weights."""

    name = "depthwise_conv_2d_f32"

    def problems(self, site: Site) -> list[str]:
        """See `float_convolution_problems`."""
        return float_convolution_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [y][x][output channel]."""
        weights = site.input(1)
        assert weights.data is not None
        _, kernel_height, kernel_width, channels = weights.shape
        builder = ParameterBuilder(site, "DepthwiseConv2dF32Params").set(
            **image_fields(site, Operands(channel_axis=3)),
            depth_multiplier=channels // site.input(0).shape[3],
            kernel_height=kernel_height,
            kernel_width=kernel_width,
            **window_fields(site),
            **activation_bounds(site),
        )
        layout, note = rows.taps(kernel_height, kernel_width), f"{weights.name} {weights.shape}"
        builder.array("weights", "float", weights.data, note=note, rows=layout)
        set_bias(builder, site, 2, channels)
        return builder.lowering()
