"""LOGISTIC, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.map_f32 import MapF32


class LogisticF32(MapF32):
    """1 / (1 + e^-x)."""

    name = "logistic_f32"
    approximates = True
