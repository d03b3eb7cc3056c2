"""Functions of rows of float32, the innermost axis."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class RowF32(Kernel):
    """A function of each row."""

    ctype: ClassVar[str]

    def problems(self, site: Site) -> list[str]:
        """Types, at least one axis."""
        source = site.input(0)
        found = checks.types(DType.FLOAT32, input=source, output=site.output())
        return found if source.shape else [*found, "its input is a scalar"]

    def lower(self, site: Site) -> Lowering:
        """The rows, and what the function has of its own."""
        source = site.input(0)
        depth = source.shape[-1]
        builder = ParameterBuilder(site, self.ctype).set(rows=source.elements // depth, depth=depth)
        return builder.set(**self.parameters(site)).lowering(in_place=(0,))

    def parameters(self, site: Site) -> dict[str, float]:
        """The function's own parameters, by name."""
        return {}
