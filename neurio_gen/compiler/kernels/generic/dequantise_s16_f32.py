"""DEQUANTIZE, int16 to float32."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.dequantise_s8_f32 import DequantiseS8F32


class DequantiseS16F32(DequantiseS8F32):
    """As for int8."""

    name = "dequantise_s16_f32"
    dtype = DType.INT16
    ctype = "DequantiseS16Params"
