"""SVDF of int8 whose state and weights over time are int16."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.svdf_s8 import SvdfS8


class SvdfS16(SvdfS8):
    """As SvdfS8, with the state that converters choose."""

    name = "svdf_s16"
    state_type = DType.INT16
