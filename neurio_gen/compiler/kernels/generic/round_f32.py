"""ROUND, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class RoundF32(MapF32):
    """Rounded to the nearest, ties to even."""

    name = "round_f32"
