"""DYNAMIC_UPDATE_SLICE, any element type."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES


class DynamicUpdateSlice(Kernel):
    """A copy, part of which comes from another tensor."""

    name = "dynamic_update_slice"
    limits = "int32 positions, at most 5 axes"
    reads_constants = (0, 1, 2)

    def problems(self, site: Site) -> list[str]:
        """Types, few enough axes."""
        source, update, output = site.input(0), site.input(1), site.output()
        found = checks.types(source.dtype, update=update, output=output)
        found += checks.types(DType.INT32, positions=site.input(2))
        if not 1 <= len(source.shape) <= WALK_AXES:
            found.append(f"its input has {len(source.shape)} axes, supported are 1 to {WALK_AXES}")
        return found

    def lower(self, site: Site) -> Lowering:
        """Both shapes, with axes of 1 in front."""
        source, update = site.input(0), site.input(1)
        unit = source.dtype.itemsize
        shapes = [
            ((1,) * (WALK_AXES - len(shape)) + shape[:-1] + (shape[-1] * unit,))
            for shape in (source.shape, update.shape)
        ]
        builder = ParameterBuilder(site, "DynamicUpdateSliceParams").set(
            shape=shapes[0],
            update_shape=shapes[1],
            positions=len(source.shape),
            unit=unit,
        )
        return builder.lowering(in_place=(0,))
