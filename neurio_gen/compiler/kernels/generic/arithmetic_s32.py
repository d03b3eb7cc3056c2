"""ADD, SUB, MUL, DIV, MAXIMUM, MINIMUM and SQUARED_DIFFERENCE of int32 that is not quantised."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import INT32_MAX, INT32_MIN
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.broadcasting import broadcast_problems, in_place, set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_CLAMPS = {
    "NONE": (INT32_MIN, INT32_MAX),
    "RELU": (0, INT32_MAX),
    "RELU6": (0, 6),
    "RELU_N1_TO_1": (-1, 1),
}
_NOT_CLAMPED = ("ADD",)
"""TFLite Micro leaves out its activation."""


class ArithmeticS32(Kernel):
    """Whole numbers, as they are."""

    name = "arithmetic_s32"
    limits = "int32 that is not quantised"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, fused activation."""
        return broadcast_problems(site, DType.INT32) + checks.activation(site)

    def lower(self, site: Site) -> Lowering:
        """The walk, what is computed, and the clamp."""
        kind = site.operator.kind
        activation = site.option("fused_activation_function", "NONE")
        low, high = _CLAMPS["NONE" if kind in _NOT_CLAMPED else activation]
        name = "".join(part.capitalize() for part in kind.split("_"))
        builder = ParameterBuilder(site, "ArithmeticS32Params")
        set_broadcast(builder, site, "left", "right").set(
            operation=f"Arithmetic::k{name}", activation_min=low, activation_max=high
        )
        return builder.lowering(in_place=in_place(site))
