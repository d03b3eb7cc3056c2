"""QUANTIZE, float32 to int8."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import type_range
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class QuantiseF32S8(Kernel):
    """Division by the scale, rounded half away from zero."""

    name = "quantise_f32_s8"
    dtype: ClassVar[DType] = DType.INT8

    def problems(self, site: Site) -> list[str]:
        """Types."""
        found = checks.types(DType.FLOAT32, input=site.input(0))
        found += checks.types(self.dtype, output=site.output())
        return found + checks.per_tensor(output=site.output())

    def lower(self, site: Site) -> Lowering:
        """Scale and zero point."""
        output = site.output()
        assert output.quantisation is not None
        smallest, largest = type_range(self.dtype)
        builder = ParameterBuilder(site, "QuantiseParams").set(
            elements=output.elements,
            scale=output.quantisation.scale,
            zero_point=output.quantisation.zero_point,
            smallest=smallest,
            largest=largest,
        )
        return builder.lowering()
