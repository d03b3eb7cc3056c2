"""CONV_2D on the DSP extension by strips of pixels: any window, stride, dilation and padding."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import conv_2d_filter_bank
from neurio_gen.compiler.kernels.dsp.conv_2d_columns_s8 import one_group_problems, set_patches
from neurio_gen.compiler.kernels.dsp.filter_fours import (
    PATCHES,
    fours_work,
    gathered_work,
    strip_of,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class Conv2dFoursS8(Kernel):
    """Patches of a strip become columns of int16; the filters are the outer loop."""

    name = "conv_2d_fours_s8"
    isa = Isa.DSP
    trades = True

    def __init__(self, most_bytes: int = 4096, *, unrolled: bool = False) -> None:
        """`most_bytes` of widened columns at a time: see filter_fours.STRIPS."""
        self._most_bytes = most_bytes
        self.needs_fast_code = unrolled

    def problems(self, site: Site) -> list[str]:
        """See `fours_problems`."""
        return fours_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Filters in fours, see FilterBank."""
        builder = ParameterBuilder(site, "Conv2dFoursParams")
        bank = conv_2d_filter_bank(site)
        copy_bytes = bank.set_fours(builder, unrolled=self.needs_fast_code)
        set_patches(builder)
        strip = strip_of(pixels_of(site), bank.quads, self._most_bytes)
        builder.set(strip=strip)
        return builder.lowering(scratch_bytes=8 * bank.quads * (strip + 1) + copy_bytes)

    def work(self, site: Site) -> Work | None:
        """See `fours_work`; not known for pixels that are no whole words."""
        if site.input(0).shape[3] % 4:
            return None
        bank, pixels = conv_2d_filter_bank(site), pixels_of(site)
        strip = strip_of(pixels, bank.quads, self._most_bytes)
        work = fours_work(bank, pixels, strip, unrolled=self.needs_fast_code)
        return work + gathered_work(bank, pixels, PATCHES)


def fours_problems(site: Site) -> list[str]:
    """See `one_group_problems`; also two pixels or more, and filters that go four by four."""
    found = one_group_problems(site)
    if not found and pixels_of(site) < 2:
        found.append("it has one pixel")
    return found or conv_2d_filter_bank(site).fours_problems()


def pixels_of(site: Site) -> int:
    """Pixels of the output."""
    _, height, width, _ = site.output().shape
    return height * width
