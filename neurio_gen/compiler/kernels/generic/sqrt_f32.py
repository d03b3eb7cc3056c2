"""SQRT, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class SqrtF32(MapF32):
    """Square root."""

    name = "sqrt_f32"
