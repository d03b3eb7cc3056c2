"""QUANTIZE, int16 to int8."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.requantise import Requantise


class RequantiseS16S8(Requantise):
    """int16 to int8."""

    name = "requantise_s16_s8"
    source_type, output_type = DType.INT16, DType.INT8
    ctype = "RequantiseS16S8Params"
