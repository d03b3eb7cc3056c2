"""QUANTIZE, int8 to int16."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.requantise import Requantise


class RequantiseS8S16(Requantise):
    """int8 to int16."""

    name = "requantise_s8_s16"
    source_type, output_type = DType.INT8, DType.INT16
    ctype = "RequantiseS8S16Params"
