"""CONV_2D on the DSP extension by strips of pixels that are not whole words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import conv_2d_filter_bank
from neurio_gen.compiler.kernels.dsp.conv_2d_columns_s8 import set_patches
from neurio_gen.compiler.kernels.dsp.conv_2d_fours_s8 import fours_problems, pixels_of
from neurio_gen.compiler.kernels.dsp.conv_2d_strip_s8 import Conv2dStripS8, strip_row_bytes
from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.kernels.dsp.filter_fours import fours_work, strip_of
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class Conv2dStripFoursS8(Kernel):
    """The rows under a row of windows are copied once; the filters are the outer loop."""

    name = "conv_2d_strip_fours_s8"
    isa = Isa.DSP
    trades = True

    def __init__(self, most_bytes: int = 4096, *, unrolled: bool = False) -> None:
        """`most_bytes` of widened columns at a time: see filter_fours.STRIPS."""
        self._most_bytes = most_bytes
        self.needs_fast_code = unrolled

    def problems(self, site: Site) -> list[str]:
        """See `Conv2dStripS8` and `fours_problems`."""
        return Conv2dStripS8().problems(site) or fours_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Filters in fours, see FilterBank."""
        builder = ParameterBuilder(site, "Conv2dStripFoursParams")
        bank = _filter_bank(site)
        copy_bytes = bank.set_fours(builder, unrolled=self.needs_fast_code)
        set_patches(builder)
        row_bytes = -(-strip_row_bytes(site) // 4) * 4
        strip = strip_of(pixels_of(site), bank.quads, self._most_bytes)
        builder.set(row_bytes=row_bytes, strip=strip)
        rows = site.input(1).shape[1] * row_bytes
        return builder.lowering(scratch_bytes=8 * bank.quads * strip + copy_bytes + rows)

    def work(self, site: Site) -> Work:
        """See `fours_work`; also the copied rows and the windows, as counted on layers."""
        bank, pixels = conv_2d_filter_bank(site), pixels_of(site)
        strip = strip_of(pixels, bank.quads, self._most_bytes)
        _, rows, width, channels = site.input(1).shape
        whole, left = divmod(width * channels, 4)
        window = rows * (whole * Work(6, 7) + left * Work(5, 6) + Work(4, 6)) + Work(14, 22)
        copied_row = Work(40, 80) + strip_row_bytes(site) * Work(0.8, 1.1)
        copies = site.output().shape[1] * rows
        return (
            fours_work(bank, pixels, strip, unrolled=self.needs_fast_code)
            + pixels * window
            + copies * copied_row
        )


def _filter_bank(site: Site) -> FilterBank:
    """The filters with their taps in the order of firmware/kernels/dsp/widen_windows.h."""
    bank = conv_2d_filter_bank(site)
    _, rows, width, channels = site.input(1).shape
    padded = np.pad(bank.weights, ((0, 0), (0, 1)))
    return replace(bank, weights=padded[:, widened_order(rows, width * channels)])


def widened_order(rows: int, count: int) -> npt.NDArray[np.intp]:
    """The taps of a window as `widen_windows` leaves them; -1 stands for none.

    Whole quads row by row, then what is left of each row, in quads whose elements 0, 2, 1 and 3 it
    fills one after the other.
    """
    taps = np.arange(rows * count).reshape(rows, count)
    whole = count // 4 * 4
    left = taps[:, whole:].ravel()
    quads = np.pad(left, (0, -len(left) % 4), constant_values=-1).reshape(-1, 4)
    return np.concatenate([taps[:, :whole].ravel(), quads[:, [0, 2, 1, 3]].ravel()])
