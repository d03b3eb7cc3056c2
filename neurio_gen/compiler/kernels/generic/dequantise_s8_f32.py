"""DEQUANTIZE, int8 to float32."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class DequantiseS8F32(Kernel):
    """Product of scale and centred code."""

    name = "dequantise_s8_f32"
    dtype: ClassVar[DType] = DType.INT8
    ctype: ClassVar[str] = "DequantiseParams"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        found = checks.types(self.dtype, input=site.input(0))
        found += checks.types(DType.FLOAT32, output=site.output())
        return found + checks.per_tensor(input=site.input(0))

    def lower(self, site: Site) -> Lowering:
        """Scale and zero point."""
        source = site.input(0)
        assert source.quantisation is not None
        builder = ParameterBuilder(site, self.ctype).set(
            elements=source.elements,
            scale=source.quantisation.scale,
            zero_point=source.quantisation.zero_point,
        )
        return builder.lowering()
