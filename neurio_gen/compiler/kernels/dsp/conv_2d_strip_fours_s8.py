"""CONV_2D on the DSP extension by strips of pixels that are not whole words."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import conv_2d_filter_bank
from neurio_gen.compiler.kernels.dsp.conv_2d_columns_s8 import set_patches
from neurio_gen.compiler.kernels.dsp.conv_2d_fours_s8 import fours_problems, pixels_of
from neurio_gen.compiler.kernels.dsp.conv_2d_strip_s8 import Conv2dStripS8, strip_row_bytes
from neurio_gen.compiler.kernels.dsp.filter_fours import ROWS, fours_work, strip_of
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class Conv2dStripFoursS8(Kernel):
    """The rows under a row of windows are copied once; the filters are the outer loop."""

    name = "conv_2d_strip_fours_s8"
    isa = Isa.DSP
    trades = True

    def __init__(self, most_bytes: int = 4096) -> None:
        """`most_bytes` of widened columns at a time: see filter_fours.STRIPS."""
        self._most_bytes = most_bytes

    def problems(self, site: Site) -> list[str]:
        """See `Conv2dStripS8` and `fours_problems`."""
        return Conv2dStripS8().problems(site) or fours_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Filters in fours, see FilterBank."""
        builder = ParameterBuilder(site, "Conv2dStripFoursParams")
        bank = conv_2d_filter_bank(site)
        copy_bytes = bank.set_fours(builder)
        set_patches(builder)
        row_bytes = strip_row_bytes(site)
        strip = strip_of(pixels_of(site), bank.quads, self._most_bytes)
        builder.set(row_bytes=row_bytes, strip=strip)
        rows = site.input(1).shape[1] * row_bytes + 4
        columns = 8 * bank.quads * (strip + 1) + 4
        return builder.lowering(scratch_bytes=columns + copy_bytes + rows)

    def work(self, site: Site) -> Work:
        """See `fours_work`."""
        bank, pixels = conv_2d_filter_bank(site), pixels_of(site)
        strip = strip_of(pixels, bank.quads, self._most_bytes)
        return fours_work(bank, pixels, strip, ROWS)
