"""PAD and PADV2, int8, up to four axes."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class PadS8(Kernel):
    """Constant padding; without a value, with the zero point."""

    name = "pad_s8"
    dtype: ClassVar[DType] = DType.INT8
    limits = "at most 4 axes, constant paddings"

    def problems(self, site: Site) -> list[str]:
        """Types, constant paddings, one quantisation."""
        source, output, paddings = site.input(0), site.output(), site.input(1)
        found = checks.types(self.dtype, input=source, output=output)
        found += checks.rank(source, [1, 2, 3, 4], "input") + checks.constant(paddings=paddings)
        if site.has_input(2):
            found += checks.constant(value=site.input(2))
        return found or checks.same_quantisation(source, output)

    def lower(self, site: Site) -> Lowering:
        """Shapes and paddings, filled up to four axes from the outside."""
        source, output, paddings = site.input(0), site.output(), site.input(1)
        assert paddings.data is not None and output.quantisation is not None
        fill = 4 - len(source.shape)
        before = (0,) * fill + tuple(int(n) for n in paddings.data[:, 0])
        after = (0,) * fill + tuple(int(n) for n in paddings.data[:, 1])
        value = output.quantisation.zero_point
        if site.has_input(2):
            constant = site.input(2).data
            assert constant is not None
            value = int(constant.flat[0])
        builder = ParameterBuilder(site, "PadParams").set(
            input_shape=(1,) * fill + source.shape, before=before, after=after, value=value
        )
        return builder.lowering()
