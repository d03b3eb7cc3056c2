"""SOFTMAX from int8 to int16."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.softmax_s8 import SoftmaxS8


class SoftmaxS8S16(SoftmaxS8):
    """As SoftmaxS8, with finer results; their scale may be off by 0.1 %, as in TFLite Micro."""

    name = "softmax_s8_s16"
    output_type = DType.INT16
    scale_tolerance = 0.001
