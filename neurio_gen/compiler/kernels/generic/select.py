"""SELECT_V2, any element type."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, Walk, repeated


class Select(Kernel):
    """A copy, element by element."""

    name = "select"
    limits = "one quantisation, at most 5 axes after merging"
    reads_constants = (0, 1, 2)

    def problems(self, site: Site) -> list[str]:
        """Types, codes of one meaning, few enough axes."""
        left, right, output = site.input(1), site.input(2), site.output()
        found = checks.types(DType.BOOL, condition=site.input(0))
        found += checks.types(output.dtype, left=left, right=right)
        if output.quantisation is not None and output.dtype is not DType.FLOAT32:
            found += checks.same_quantisation(left, output)
            found += checks.same_quantisation(right, output)
        if len(_walk(site).shape) > WALK_AXES:
            found.append(f"its inputs are broadcast along more than {WALK_AXES} axes")
        return found

    def lower(self, site: Site) -> Lowering:
        """The walk over all three inputs."""
        walk = _walk(site).padded()
        return (
            ParameterBuilder(site, "SelectParams")
            .set(
                shape=walk.shape,
                condition_strides=walk.strides[0],
                left_strides=walk.strides[1],
                right_strides=walk.strides[2],
                bytes=site.output().dtype.itemsize,
            )
            .lowering()
        )


def _walk(site: Site) -> Walk:
    shape = site.output().shape
    return Walk(shape, tuple(repeated(site.input(i).shape, shape) for i in range(3))).merged()
