"""CONV_2D, float32."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.kernels.convolution import Operands, image_fields, window_fields
from neurio_gen.compiler.kernels.float_layers import (
    activation_bounds,
    float_convolution_problems,
    set_bias,
    set_filters,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class Conv2dF32(Kernel):
    """Any float32 2-D convolution of constant weights, in one or more groups."""

    name = "conv_2d_f32"

    def problems(self, site: Site) -> list[str]:
        """See `float_convolution_problems`."""
        return float_convolution_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights of each group by blocks of filters."""
        weights = site.input(1)
        assert weights.data is not None
        filters, kernel_height, kernel_width, depth = weights.shape
        groups = site.input(0).shape[3] // depth
        builder = ParameterBuilder(site, "Conv2dF32Params").set(
            **_images(site, kernel_height * kernel_width == 1),
            output_channels=filters,
            kernel_height=kernel_height,
            kernel_width=kernel_width,
            groups=groups,
            **window_fields(site),
            **activation_bounds(site),
        )
        rows = weights.data.reshape(filters, -1)
        set_filters(builder, np.split(rows, groups), f"{weights.name} {weights.shape}")
        set_bias(builder, site, 2, filters)
        return builder.lowering()


def _images(site: Site, pointwise: bool) -> dict[str, int]:
    """Sizes of the images; those that a window of one pixel visits one by one are a single row."""
    sizes = image_fields(site, Operands())
    windows = window_fields(site)
    unpadded = not windows["pad_top"] and not windows["pad_left"]
    alike = all(sizes[f"input_{axis}"] == sizes[f"output_{axis}"] for axis in ("height", "width"))
    if not pointwise or not unpadded or not alike:
        return sizes
    pixels = sizes["output_height"] * sizes["output_width"]
    one = {"input_height": 1, "input_width": pixels, "output_height": 1, "output_width": pixels}
    return sizes | one
