"""Functions of single float32 elements."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class MapF32(Kernel):
    """A function without parameters."""

    ctype: ClassVar[str] = "MapF32Params"

    def problems(self, site: Site) -> list[str]:
        """Types."""
        return checks.types(DType.FLOAT32, input=site.input(0), output=site.output())

    def lower(self, site: Site) -> Lowering:
        """The number of elements, and what the function has of its own."""
        builder = ParameterBuilder(site, self.ctype).set(elements=site.output().elements)
        return builder.set(**self.parameters(site)).lowering(in_place=(0,))

    def parameters(self, site: Site) -> dict[str, float]:
        """The function's own parameters, by name."""
        return {}
