"""CUMSUM, int8."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.add_n_s8 import output_scaling, scaled_codes, start_of
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class CumsumS8(Kernel):
    """Sums along one axis, through a table."""

    name = "cumsum_s8"
    limits = "constant axis"

    def problems(self, site: Site) -> list[str]:
        """Types, a constant axis."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT8, input=source, output=output)
        return found + checks.per_tensor(input=source) + checks.constant(axis=site.input(1))

    def lower(self, site: Site) -> Lowering:
        """The axis, the table, and the output's factor."""
        source, output, axes = site.input(0), site.output(), site.input(1).data
        assert output.quantisation is not None and axes is not None
        axis = int(axes.flat[0]) % len(source.shape)
        scaling = output_scaling(source, output)
        builder = ParameterBuilder(site, "CumsumParams").set(
            outer=prod(source.shape[:axis]),
            depth=source.shape[axis],
            inner=prod(source.shape[axis + 1 :]),
            exclusive=bool(site.option("exclusive", False)),
            reverse=bool(site.option("reverse", False)),
            start=start_of(source),
            output_multiplier=scaling.value,
            output_shift=scaling.shift,
            output_offset=output.quantisation.zero_point,
        )
        return builder.array("scaled", "int32_t", scaled_codes(source)).lowering(in_place=(0,))
