"""QUANTIZE, float32 to int16."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.quantise_f32_s8 import QuantiseF32S8


class QuantiseF32S16(QuantiseF32S8):
    """As for int8."""

    name = "quantise_f32_s16"
    dtype = DType.INT16
