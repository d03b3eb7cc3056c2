"""GATHER and EMBEDDING_LOOKUP, any element type, of constant or computed indices."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


def index_problems(indices: Tensor, sizes: tuple[int, ...]) -> list[str]:
    """Indices are int32; those that are constant name what is there, one axis in turn."""
    found = checks.types(DType.INT32, indices=indices)
    if found or indices.data is None:
        return found
    rows = indices.data.reshape(-1, len(sizes))
    if (rows < 0).any() or (rows >= sizes).any():
        found.append(f"its indices are beyond {list(sizes)}")
    return found


class Gather(Kernel):
    """Slices along an axis."""

    name = "gather"
    limits = "int32 indices"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, indices that are there."""
        source, indices, output = site.input(0), site.input(1), site.output()
        found = checks.types(source.dtype, output=output)
        return found + index_problems(indices, (source.shape[_axis(site)],))

    def lower(self, site: Site) -> Lowering:
        """Blocks of bytes."""
        source, indices = site.input(0), site.input(1)
        axis, batched = _axis(site), int(site.option("batch_dims", 0))
        batches = prod(source.shape[:batched])
        return (
            ParameterBuilder(site, "GatherParams")
            .set(
                batches=batches,
                outer=prod(source.shape[batched:axis]),
                axis=source.shape[axis],
                indices=indices.elements // batches,
                bytes=prod(source.shape[axis + 1 :]) * source.dtype.itemsize,
            )
            .lowering()
        )


def _axis(site: Site) -> int:
    return int(site.option("axis", 0)) % max(len(site.input(0).shape), 1)
