"""DEQUANTIZE, uint8 to float32."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.dequantise_s8_f32 import DequantiseS8F32


class DequantiseU8F32(DequantiseS8F32):
    """Product of scale and centred code."""

    name = "dequantise_u8_f32"
    dtype = DType.UINT8
    ctype = "DequantiseU8Params"
