"""TRANSPOSE_CONV, float32."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.kernels.float_layers import (
    activation_bounds,
    float_problems,
    set_bias,
    set_filters,
)
from neurio_gen.compiler.kernels.generic.transpose_conv_s8 import OPERANDS, set_geometry
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class TransposeConvF32(Kernel):
    """Any float32 transposed convolution."""

    name = "transpose_conv_f32"

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, constant weights."""
        source, weights = site.input(OPERANDS.source), site.input(OPERANDS.weights)
        tensors = {"input": source, "weights": weights, "output": site.output()}
        found = float_problems(site, OPERANDS.bias, **tensors)
        found += checks.rank(source, [4], "input") + checks.rank(weights, [4], "weights")
        found += checks.constant(weights=weights, **{"output shape": site.input(0)})
        return found or checks.batch_one(source)

    def lower(self, site: Site) -> Lowering:
        """Weights by blocks of filters."""
        weights = site.input(OPERANDS.weights)
        assert weights.data is not None
        filters = weights.shape[0]
        builder = set_geometry(ParameterBuilder(site, "TransposeConvF32Params"), site)
        builder.set(**activation_bounds(site))
        note = f"{weights.name} {weights.shape}"
        set_filters(builder, [weights.data.reshape(filters, -1)], note)
        set_bias(builder, site, OPERANDS.bias, filters)
        return builder.lowering()
