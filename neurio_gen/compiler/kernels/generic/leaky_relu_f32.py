"""LEAKY_RELU, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32
from neurio_gen.compiler.kernels.kernel import Site


class LeakyReluF32(MapF32):
    """x above 0, a share of it below."""

    name = "leaky_relu_f32"
    ctype = "LeakyReluF32Params"

    def parameters(self, site: Site) -> dict[str, float]:
        """The share."""
        return {"slope": float(site.option("alpha", 0.0))}
