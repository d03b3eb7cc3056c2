"""RSQRT, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class RsqrtF32(MapF32):
    """1 / root(x)."""

    name = "rsqrt_f32"
