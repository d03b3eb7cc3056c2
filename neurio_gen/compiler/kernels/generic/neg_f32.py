"""NEG, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class NegF32(MapF32):
    """-x."""

    name = "neg_f32"
