"""ABS, int16."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import symmetric


class AbsoluteS16(Kernel):
    """Magnitudes, under the output's scale."""

    name = "absolute_s16"

    def problems(self, site: Site) -> list[str]:
        """Types, zero points of 0."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT16, input=source, output=output)
        found += checks.per_tensor(input=source, output=output)
        return found + symmetric(input=source, output=output)

    def lower(self, site: Site) -> Lowering:
        """The factor between both scales; that of 1 changes nothing."""
        source, output = site.input(0), site.output()
        assert source.quantisation and output.quantisation
        scaling = quantise_multiplier(source.quantisation.scale / output.quantisation.scale)
        builder = ParameterBuilder(site, "AbsoluteS16Params").set(
            elements=output.elements, multiplier=scaling.value, shift=scaling.shift
        )
        return builder.lowering(in_place=(0,))
