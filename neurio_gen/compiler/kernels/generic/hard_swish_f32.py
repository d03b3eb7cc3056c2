"""HARD_SWISH, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class HardSwishF32(MapF32):
    """x * clamp(x + 3, 0, 6) / 6."""

    name = "hard_swish_f32"
