"""LOG, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class LogF32(MapF32):
    """Natural logarithm."""

    name = "log_f32"
    approximates = True
