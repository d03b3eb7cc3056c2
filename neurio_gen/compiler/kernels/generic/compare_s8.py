"""EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL of int8."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import multiply, quantise_multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.broadcasting import set_broadcast
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, broadcast_walk

_LEFT_SHIFT = 8
"""Bits that codes gain before they are brought to a common scale, as in TFLite Micro."""


class CompareS8(Kernel):
    """Codes of any scales, each input through a table."""

    name = "compare_s8"
    limits = "int8, int32 and float32; at most 5 axes after merging"
    reads_constants = (0, 1)
    dtype: ClassVar[DType] = DType.INT8

    def problems(self, site: Site) -> list[str]:
        """Types, one scale each; the shapes have been checked."""
        left, right, output = site.input(0), site.input(1), site.output()
        found = checks.types(self.dtype, left=left, right=right)
        found += checks.types(DType.BOOL, output=output)
        found += checks.per_tensor(left=left, right=right)
        quantised = [t.quantisation for t in (left, right) if self.dtype is DType.INT8]
        if any(each is not None and each.scale >= 1 for each in quantised):
            found.append("the scale of an input is not below 1, as TFLite Micro needs it")
        if len(broadcast_walk(left.shape, right.shape, output.shape).shape) > WALK_AXES:
            found.append(f"its inputs are broadcast along more than {WALK_AXES} axes")
        return found

    def lower(self, site: Site) -> Lowering:
        """The walk, what is compared, and a table for each input that has codes."""
        name = "".join(part.capitalize() for part in site.operator.kind.split("_"))
        builder = ParameterBuilder(site, "CompareParams")
        set_broadcast(builder, site, "left", "right").set(comparison=f"Comparison::k{name}")
        for side, tensor in (("left", site.input(0)), ("right", site.input(1))):
            table = _scaled(tensor) if self.dtype is DType.INT8 else None
            builder.array(f"scaled_{side}", "int32_t", table)
        return builder.lowering()


def _scaled(tensor: Tensor) -> npt.NDArray[Any]:
    assert tensor.quantisation is not None
    scaling = quantise_multiplier(tensor.quantisation.scale)
    zero = tensor.quantisation.zero_point
    codes = range(-128, 128)
    return np.array([multiply((code - zero) << _LEFT_SHIFT, scaling) for code in codes], np.int32)
