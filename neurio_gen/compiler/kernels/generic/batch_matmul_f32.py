"""BATCH_MATMUL, float32; FULLY_CONNECTED whose weights are computed is one, too."""

from __future__ import annotations

from neurio_gen.compiler.kernels.float_layers import activation_bounds, float_problems
from neurio_gen.compiler.kernels.generic.batch_matmul_s8 import operands, set_geometry
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class BatchMatmulF32(Kernel):
    """Matrix products, either operand computed or constant, transposed or not."""

    name = "batch_matmul_f32"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, a constant bias; the shapes have been checked."""
        bias = 2 if site.operator.kind == "FULLY_CONNECTED" else None
        tensors = {"left": site.input(0), "right": site.input(1), "output": site.output()}
        return float_problems(site, bias, **tensors)

    def lower(self, site: Site) -> Lowering:
        """The walk over batches and both matrices."""
        builder = set_geometry(ParameterBuilder(site, "BatchMatmulF32Params"), *operands(site))
        builder.set(**activation_bounds(site))
        bias = site.input(2).data if site.has_input(2) else None
        return builder.array("bias", "float", None if bias is None else bias.ravel()).lowering()
