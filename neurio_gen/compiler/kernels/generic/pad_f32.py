"""PAD and PADV2, float32, up to five axes."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.pad_s8 import pad_fields
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class PadF32(Kernel):
    """Constant padding; without a value, with 0."""

    name = "pad_f32"
    limits = "at most 5 axes, constant paddings"

    def problems(self, site: Site) -> list[str]:
        """Types, constant paddings."""
        source, paddings = site.input(0), site.input(1)
        found = checks.types(DType.FLOAT32, input=source, output=site.output())
        found += checks.rank(source, [1, 2, 3, 4, 5], "input") + checks.constant(paddings=paddings)
        return found + (checks.constant(value=site.input(2)) if site.has_input(2) else [])

    def lower(self, site: Site) -> Lowering:
        """Shapes and paddings, filled up to five axes from the outside."""
        constant = site.input(2).data if site.has_input(2) else None
        value = 0.0 if constant is None else float(constant.flat[0])
        builder = ParameterBuilder(site, "PadF32Params").set(**pad_fields(site), value=value)
        return builder.lowering()
