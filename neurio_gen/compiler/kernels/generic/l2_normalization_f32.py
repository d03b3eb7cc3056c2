"""L2_NORMALIZATION over the innermost axis, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.row_f32 import RowF32


class L2NormalizationF32(RowF32):
    """Rows by their Euclidean length."""

    name = "l2_normalization_f32"
    ctype = "L2NormalizationF32Params"
