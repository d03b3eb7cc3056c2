"""COS, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class CosF32(MapF32):
    """Cosine."""

    name = "cos_f32"
    approximates = True
