"""FLOOR, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class FloorF32(MapF32):
    """Rounded down."""

    name = "floor_f32"
