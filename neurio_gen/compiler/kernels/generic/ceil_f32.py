"""CEIL, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class CeilF32(MapF32):
    """Rounded up."""

    name = "ceil_f32"
