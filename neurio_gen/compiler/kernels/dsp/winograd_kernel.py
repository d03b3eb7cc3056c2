"""What the Winograd kernels have in common: each is one form of tiles."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.compiler.kernels.dsp.winograd import (
    Form,
    lower_winograd,
    winograd_problems,
    winograd_work,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class WinogradKernel(Kernel):
    """A convolution by tiles of `form`; weights are transformed as they are used."""

    isa = Isa.DSP
    trades = True
    form: ClassVar[Form]

    def __init__(self, groups: int) -> None:
        """`groups` of four tiles share transformed weights; each takes scratch memory."""
        self._groups = groups

    def problems(self, site: Site) -> list[str]:
        """See `winograd_problems`."""
        return winograd_problems(site, self.form, self._groups)

    def lower(self, site: Site) -> Lowering:
        """See `lower_winograd`."""
        return lower_winograd(site, self.form, self._groups)

    def work(self, site: Site) -> Work:
        """See `winograd_work`."""
        return winograd_work(site, self.form, self._groups)
