"""CONV_2D of 3x3 and stride 1 on the DSP extension, by tiles of 4x4 outputs."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.winograd import Form, lower_winograd, winograd_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.isa import Isa

FORM = Form("4x4", outputs=4, odd_factor=9, free_bits=6)


class Conv2dWinograd4x4S8(Kernel):
    """A quarter of the products; weights are transformed as they are used."""

    name = "conv_2d_winograd_4x4_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `winograd_problems`."""
        return winograd_problems(site, FORM)

    def lower(self, site: Site) -> Lowering:
        """See `lower_winograd`."""
        return lower_winograd(site, FORM, groups=2)
