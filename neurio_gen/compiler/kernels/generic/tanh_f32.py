"""TANH, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class TanhF32(MapF32):
    """Hyperbolic tangent."""

    name = "tanh_f32"
    approximates = True
