"""ARG_MAX and ARG_MIN of float32, int32 result."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.arg_max_s8 import ArgMaxS8


class ArgMaxF32(ArgMaxS8):
    """The position of the first extreme number along an axis."""

    name = "arg_max_f32"
    dtype = DType.FLOAT32
