"""QUANTIZE, float32 to int8."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class QuantiseF32S8(Kernel):
    """Division by the scale, rounded half away from zero."""

    name = "quantise_f32_s8"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        found = checks.types(DType.FLOAT32, input=site.input(0))
        found += checks.types(DType.INT8, output=site.output())
        return found + checks.per_tensor(output=site.output())

    def lower(self, site: Site) -> Lowering:
        """Scale and zero point."""
        output = site.output()
        assert output.quantisation is not None
        builder = ParameterBuilder(site, "QuantiseParams").set(
            elements=output.elements,
            scale=output.quantisation.scale,
            zero_point=output.quantisation.zero_point,
        )
        return builder.lowering()
