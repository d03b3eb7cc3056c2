"""Element-wise arithmetic of two float32 tensors, with broadcasting."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.float_layers import activation_bounds
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class ArithmeticF32(Kernel):
    """ADD, SUB, MUL, DIV, FLOOR_DIV, FLOOR_MOD, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, PRELU."""

    name = "arithmetic_f32"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation."""
        return broadcast_problems(site, DType.FLOAT32) + checks.activation(site)

    def lower(self, site: Site) -> Lowering:
        """The walk, and what is computed."""
        name = "".join(part.capitalize() for part in site.operator.kind.split("_"))
        builder = ParameterBuilder(site, "ArithmeticF32Params")
        set_broadcast(builder, site, "left", "right")
        builder.set(arithmetic=f"Arithmetic::k{name}", **activation_bounds(site))
        return builder.lowering(in_place=in_place(site))
