"""EQUAL and NOT_EQUAL of bools."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.compare_s8 import CompareS8


class CompareBool(CompareS8):
    """Whether both are true, or both false."""

    name = "compare_bool"
    limits = "int8, int32, float32 and bool; at most 5 axes after merging"
    dtype = DType.BOOL
