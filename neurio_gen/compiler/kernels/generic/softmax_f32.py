"""SOFTMAX over the innermost axis, float32."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.row_f32 import RowF32
from neurio_gen.compiler.kernels.kernel import Site


class SoftmaxF32(RowF32):
    """Exponentials by their sum."""

    name = "softmax_f32"
    approximates = True
    ctype = "SoftmaxF32Params"

    def parameters(self, site: Site) -> dict[str, float]:
        """What inputs are multiplied by."""
        return {"beta": float(site.option("beta", 1.0))}
