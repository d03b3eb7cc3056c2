"""CONV_2D of 3x3 and stride 1 on the DSP extension, by tiles of 2x2 outputs."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.winograd import Form, lower_winograd, winograd_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.isa import Isa

FORM = Form("2x2", outputs=2, odd_factor=1, free_bits=2)


class Conv2dWinograd2x2S8(Kernel):
    """16 products instead of 36; weights are transformed as they are used."""

    name = "conv_2d_winograd_2x2_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `winograd_problems`."""
        return winograd_problems(site, FORM)

    def lower(self, site: Site) -> Lowering:
        """See `lower_winograd`."""
        return lower_winograd(site, FORM, groups=2)
