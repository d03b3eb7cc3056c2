"""What QUANTIZE from int8 to int16 and back share."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class Requantise(Kernel):
    """Another scale and zero point, in another type."""

    source_type: ClassVar[DType]
    output_type: ClassVar[DType]
    ctype: ClassVar[str]

    def problems(self, site: Site) -> list[str]:
        """Types, one scale each."""
        source, output = site.input(0), site.output()
        found = checks.types(self.source_type, input=source)
        found += checks.types(self.output_type, output=output)
        return found + checks.per_tensor(input=source, output=output)

    def lower(self, site: Site) -> Lowering:
        """Zero points and the factor of the scales."""
        source, output = site.input(0).quantisation, site.output().quantisation
        assert source is not None and output is not None
        multiplier = quantise_multiplier(source.scale / output.scale)
        builder = ParameterBuilder(site, self.ctype).set(
            elements=site.output().elements,
            input_offset=-source.zero_point,
            multiplier=multiplier.value,
            shift=multiplier.shift,
            output_offset=output.zero_point,
        )
        return builder.lowering()
