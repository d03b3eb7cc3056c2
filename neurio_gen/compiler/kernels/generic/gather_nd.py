"""GATHER_ND, any element type, of constant or computed indices."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler import checks
from neurio_gen.compiler.kernels.generic.gather import index_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_MOST_COORDINATES = 5


class GatherNd(Kernel):
    """Slices by coordinates."""

    name = "gather_nd"
    limits = "int32 indices of at most 5 coordinates"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, indices that are there."""
        source, indices, output = site.input(0), site.input(1), site.output()
        count = indices.shape[-1]
        found = checks.types(source.dtype, output=output)
        if count > _MOST_COORDINATES:
            found.append(f"its indices have {count} coordinates")
        return found + index_problems(indices, source.shape[:count])

    def lower(self, site: Site) -> Lowering:
        """The axes that coordinates name, and what is behind them as bytes."""
        source, indices = site.input(0), site.input(1)
        count = indices.shape[-1]
        sizes = source.shape[:count] + (1,) * (_MOST_COORDINATES - count)
        return (
            ParameterBuilder(site, "GatherNdParams")
            .set(
                slices=indices.elements // count,
                coordinates=count,
                sizes=sizes,
                bytes=prod(source.shape[count:]) * source.dtype.itemsize,
            )
            .lowering()
        )
