"""CUMSUM, float32."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class CumsumF32(Kernel):
    """Sums along one axis, in TFLite Micro's order."""

    name = "cumsum_f32"
    limits = "constant axis"

    def problems(self, site: Site) -> list[str]:
        """Types, a constant axis."""
        found = checks.types(DType.FLOAT32, input=site.input(0), output=site.output())
        return found + checks.constant(axis=site.input(1))

    def lower(self, site: Site) -> Lowering:
        """The axis."""
        source, axes = site.input(0), site.input(1).data
        assert axes is not None
        axis = int(axes.flat[0]) % len(source.shape)
        builder = ParameterBuilder(site, "CumsumF32Params").set(
            outer=prod(source.shape[:axis]),
            depth=source.shape[axis],
            inner=prod(source.shape[axis + 1 :]),
            exclusive=bool(site.option("exclusive", False)),
            reverse=bool(site.option("reverse", False)),
        )
        return builder.lowering(in_place=(0,))
