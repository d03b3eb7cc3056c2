"""ELU, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class EluF32(MapF32):
    """x above 0, e^x - 1 below."""

    name = "elu_f32"
    approximates = True
