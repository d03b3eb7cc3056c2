"""CONV_2D, float32."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.kernels.convolution import Operands, image_fields, window_fields
from neurio_gen.compiler.kernels.float_layers import (
    activation_bounds,
    float_problems,
    set_bias,
    set_filters,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class Conv2dF32(Kernel):
    """Any float32 2-D convolution of constant weights, in one or more groups."""

    name = "conv_2d_f32"

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, constant weights."""
        source, weights = site.input(0), site.input(1)
        found = float_problems(site, 2, input=source, weights=weights, output=site.output())
        found += checks.rank(source, [4], "input") + checks.rank(weights, [4], "weights")
        found += checks.constant(weights=weights)
        return found or checks.batch_one(source)

    def lower(self, site: Site) -> Lowering:
        """Weights of each group by blocks of filters."""
        weights = site.input(1)
        assert weights.data is not None
        filters, kernel_height, kernel_width, depth = weights.shape
        groups = site.input(0).shape[3] // depth
        builder = ParameterBuilder(site, "Conv2dF32Params").set(
            **image_fields(site, Operands()),
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
