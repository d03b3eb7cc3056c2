"""FULLY_CONNECTED, float32: any number of rows."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.kernels.float_layers import (
    activation_bounds,
    float_problems,
    set_bias,
    set_filters,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class FullyConnectedF32(Kernel):
    """Any float32 fully connected layer of constant weights."""

    name = "fully_connected_f32"

    def problems(self, site: Site) -> list[str]:
        """Types, constant weights."""
        weights = site.input(1)
        found = float_problems(site, 2, input=site.input(0), weights=weights, output=site.output())
        found += checks.rank(weights, [2], "weights") + checks.constant(weights=weights)
        if site.option("weights_format", "DEFAULT") != "DEFAULT":
            found.append("its weights are shuffled")
        return found

    def lower(self, site: Site) -> Lowering:
        """Weights by blocks of filters."""
        weights = site.input(1)
        assert weights.data is not None
        outputs, depth = weights.shape
        builder = ParameterBuilder(site, "FullyConnectedF32Params").set(
            rows=site.input(0).elements // depth,
            depth=depth,
            outputs=outputs,
            **activation_bounds(site),
        )
        set_filters(builder, [weights.data], f"{weights.name} {weights.shape}")
        set_bias(builder, site, 2, outputs)
        return builder.lowering()
