"""Comparisons of int32."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.compare_s8 import CompareS8


class CompareS32(CompareS8):
    """Numbers as they are."""

    name = "compare_s32"
    dtype = DType.INT32
