"""SIN, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class SinF32(MapF32):
    """Sine."""

    name = "sin_f32"
    approximates = True
