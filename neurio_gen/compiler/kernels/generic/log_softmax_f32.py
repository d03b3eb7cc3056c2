"""LOG_SOFTMAX over the innermost axis, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.row_f32 import RowF32


class LogSoftmaxF32(RowF32):
    """Logarithms of what softmax gives."""

    name = "log_softmax_f32"
    approximates = True
    ctype = "LogSoftmaxF32Params"
