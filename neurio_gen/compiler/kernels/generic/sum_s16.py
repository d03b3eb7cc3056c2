"""MEAN and SUM, int16, along any axes."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.sum_s8 import SumS8


class SumS16(SumS8):
    """Sum or mean of int16."""

    name = "sum_s16"
    dtype = DType.INT16
