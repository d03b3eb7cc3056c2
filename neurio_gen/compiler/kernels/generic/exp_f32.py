"""EXP, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class ExpF32(MapF32):
    """e^x."""

    name = "exp_f32"
    approximates = True
