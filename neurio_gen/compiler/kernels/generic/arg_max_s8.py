"""ARG_MAX and ARG_MIN of int8, int32 result."""

from __future__ import annotations

from math import prod
from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class ArgMaxS8(Kernel):
    """The position of the first extreme code along an axis."""

    name = "arg_max_s8"
    limits = "constant axis, int32 result"
    dtype: ClassVar[DType] = DType.INT8

    def problems(self, site: Site) -> list[str]:
        """Types, a constant axis."""
        found = checks.types(self.dtype, input=site.input(0))
        found += checks.types(DType.INT32, output=site.output())
        return found + checks.constant(axis=site.input(1))

    def lower(self, site: Site) -> Lowering:
        """The axis, and elements before and behind it."""
        shape, data = site.input(0).shape, site.input(1).data
        assert data is not None
        axis = int(data.flat[0]) % len(shape)
        builder = ParameterBuilder(site, "ArgMaxParams").set(
            outer=prod(shape[:axis]),
            size=shape[axis],
            inner=prod(shape[axis + 1 :]),
            sign=1 if site.operator.kind == "ARG_MAX" else -1,
        )
        return builder.lowering()
