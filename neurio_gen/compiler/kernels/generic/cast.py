"""CAST between the types that TFLite Micro converts."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_FROM = (DType.BOOL, DType.INT8, DType.INT16, DType.INT32, DType.FLOAT32)
_TO = _FROM[1:]


class Cast(Kernel):
    """Codes and numbers as they are: scales play no part."""

    name = "cast"
    limits = "bool, int8, int16, int32 and float32, not to bool"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        return [
            f"its {role} is {dtype.value}"
            for role, dtype, allowed in (
                ("input", site.input(0).dtype, _FROM),
                ("output", site.output().dtype, _TO),
            )
            if dtype not in allowed
        ]

    def lower(self, site: Site) -> Lowering:
        """Both types."""
        source, output = site.input(0), site.output()
        builder = ParameterBuilder(site, "CastParams").set(
            elements=output.elements,
            **{"from": f"CastType::k{source.dtype.value.capitalize()}"},
            to=f"CastType::k{output.dtype.value.capitalize()}",
        )
        return builder.lowering()
