"""PAD and PADV2, int8, up to five axes."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class PadS8(Kernel):
    """Constant padding; without a value, with the zero point."""

    name = "pad_s8"
    dtype: ClassVar[DType] = DType.INT8
    limits = "at most 5 axes, constant paddings"

    def problems(self, site: Site) -> list[str]:
        """Types, constant paddings, one quantisation."""
        source, output, paddings = site.input(0), site.output(), site.input(1)
        found = checks.types(self.dtype, input=source, output=output)
        found += checks.rank(source, [1, 2, 3, 4, 5], "input") + checks.constant(paddings=paddings)
        if site.has_input(2):
            found += checks.constant(value=site.input(2))
        return found or checks.same_quantisation(source, output)

    def lower(self, site: Site) -> Lowering:
        """Shapes and paddings, filled up to five axes from the outside."""
        output = site.output()
        assert output.quantisation is not None
        value = output.quantisation.zero_point
        if site.has_input(2):
            constant = site.input(2).data
            assert constant is not None
            value = int(constant.flat[0])
        return ParameterBuilder(site, "PadParams").set(**pad_fields(site), value=value).lowering()


def pad_fields(site: Site) -> dict[str, tuple[int, ...]]:
    """Shape and constant paddings, with five axes, by the names of parameters."""
    shape, paddings = site.input(0).shape, site.input(1).data
    assert paddings is not None
    fill = (0,) * (5 - len(shape))
    return {
        "input_shape": (1,) * len(fill) + shape,
        "before": fill + tuple(int(n) for n in paddings[:, 0]),
        "after": fill + tuple(int(n) for n in paddings[:, 1]),
    }
