"""SQUARE, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class SquareF32(MapF32):
    """x * x."""

    name = "square_f32"
