"""MAXIMUM and MINIMUM, int16, with broadcasting."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.maximum_minimum_s8 import MaximumMinimumS8


class MaximumMinimumS16(MaximumMinimumS8):
    """The larger or smaller int16 code."""

    name = "maximum_minimum_s16"
    dtype = DType.INT16
