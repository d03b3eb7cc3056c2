"""Comparisons of float32."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.compare_s8 import CompareS8


class CompareF32(CompareS8):
    """Numbers as they are."""

    name = "compare_f32"
    dtype = DType.FLOAT32
