"""L2_NORMALIZATION, int8."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_LONGEST_ROW = 1 << 15
"""Elements whose squares add up to less than 2^31."""


class L2NormalizationS8(Kernel):
    """Rows of unit length."""

    name = "l2_normalization_s8"
    limits = "at most 4 axes, output scale 1/128, zero point 0"

    def problems(self, site: Site) -> list[str]:
        """Types, the output's fixed quantisation, sums that fit."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT8, input=source, output=output)
        found += checks.rank(source, (1, 2, 3, 4), "input") + checks.per_tensor(input=source)
        if site.option("fused_activation_function", "NONE") != "NONE":
            found.append("it has a fused activation")
        quantisation = output.quantisation
        if quantisation and (quantisation.scale, quantisation.zero_point) != (1 / 128, 0):
            found.append("its output is not quantised with scale 1/128 and zero point 0")
        if source.shape and source.shape[-1] > _LONGEST_ROW:
            found.append(f"its rows have {source.shape[-1]:,} elements")
        return found

    def lower(self, site: Site) -> Lowering:
        """Rows."""
        source = site.input(0)
        assert source.quantisation
        builder = ParameterBuilder(site, "L2NormalizationParams").set(
            rows=source.elements // source.shape[-1],
            depth=source.shape[-1],
            input_offset=-source.quantisation.zero_point,
        )
        return builder.lowering(in_place=(0,))
