"""BATCH_MATMUL, int16."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.batch_matmul_s8 import (
    operands,
    product_factor,
    set_geometry,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import short_multiplier, symmetric

_DEEPEST = 1 << 16
"""Products of 30 bits, so many that a sum stays within 47."""


class BatchMatmulS16(Kernel):
    """Matrix products, either operand computed or constant, transposed or not."""

    name = "batch_matmul_s16"
    limits = "one scale per operand"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, zero points of 0, sums that have room; the shapes have been checked."""
        tensors = {"left": site.input(0), "right": site.input(1), "output": site.output()}
        found = checks.types(DType.INT16, **tensors) + checks.per_tensor(**tensors)
        found += symmetric(**tensors)
        depth = operands(site)[0].sizes[1]
        if depth > _DEEPEST:
            found.append(f"it adds up {depth:,} products, supported are {_DEEPEST:,}")
        return found

    def lower(self, site: Site) -> Lowering:
        """The walk over batches and both matrices."""
        multiplier, shift = short_multiplier(product_factor(site))
        builder = set_geometry(ParameterBuilder(site, "BatchMatmulS16Params"), *operands(site))
        return builder.set(output_multiplier=multiplier, output_shift=shift).lowering()
