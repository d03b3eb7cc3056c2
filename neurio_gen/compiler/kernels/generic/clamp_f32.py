"""RELU, RELU6 and RELU_N1_TO_1, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.float_layers import bounds
from neurio_gen.compiler.kernels.generic.map_f32 import MapF32
from neurio_gen.compiler.kernels.kernel import Site


class ClampF32(MapF32):
    """A range that elements are clamped to."""

    name = "clamp_f32"
    ctype = "ClampF32Params"

    def parameters(self, site: Site) -> dict[str, float]:
        """The range of the activation that the operator is."""
        return bounds(site.operator.kind)
