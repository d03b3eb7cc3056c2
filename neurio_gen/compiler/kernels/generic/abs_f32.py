"""ABS, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class AbsF32(MapF32):
    """Magnitude."""

    name = "abs_f32"
