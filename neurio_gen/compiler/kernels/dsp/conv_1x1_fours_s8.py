"""1x1 convolutions and fully connected layers on the DSP extension, by strips of pixels."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import (
    Conv1x1FullyConnectedS8,
    Conv1x1S8,
    conv_2d_filter_bank,
    fully_connected_filter_bank,
)
from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.kernels.dsp.filter_fours import PIXELS, fours_work, gathered_work, strip_of
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class _Fours(Kernel):
    """The kernel, whatever the operator."""

    name = "conv_1x1_fours_s8"
    isa = Isa.DSP
    trades = True

    def __init__(self, most_bytes: int = 4096, *, unrolled: bool = False) -> None:
        """`most_bytes` of widened columns at a time: see filter_fours.STRIPS."""
        self.most_bytes = most_bytes
        self.needs_fast_code = unrolled


class Conv1x1FoursS8(_Fours):
    """A CONV_2D whose every output pixel has its inputs in one piece, one behind the other."""

    def problems(self, site: Site) -> list[str]:
        """See `Conv1x1S8`; also two pixels or more, and filters that go four by four."""
        found = Conv1x1S8().problems(site)
        return found or _fours_problems(conv_2d_filter_bank(site), _pixels(site))

    def lower(self, site: Site) -> Lowering:
        """Filters in fours, see FilterBank."""
        return _lower(site, conv_2d_filter_bank(site), _pixels(site), self)

    def work(self, site: Site) -> Work:
        """See `fours_work`."""
        return _work(conv_2d_filter_bank(site), _pixels(site), self)


class Conv1x1FoursFullyConnectedS8(_Fours):
    """A FULLY_CONNECTED layer: a 1x1 convolution of as many pixels as it has rows."""

    def problems(self, site: Site) -> list[str]:
        """See `Conv1x1FullyConnectedS8`; also two rows or more, filters that go four by four."""
        found = Conv1x1FullyConnectedS8().problems(site)
        return found or _fours_problems(fully_connected_filter_bank(site), _rows(site))

    def lower(self, site: Site) -> Lowering:
        """Filters in fours, see FilterBank."""
        return _lower(site, fully_connected_filter_bank(site), _rows(site), self)

    def work(self, site: Site) -> Work:
        """See `fours_work`."""
        return _work(fully_connected_filter_bank(site), _rows(site), self)


def _pixels(site: Site) -> int:
    _, height, width, _ = site.output().shape
    return height * width


def _rows(site: Site) -> int:
    return site.input(0).elements // site.input(1).shape[1]


def _fours_problems(bank: FilterBank, pixels: int) -> list[str]:
    return ["it has one pixel"] if pixels < 2 else bank.fours_problems()


def _lower(site: Site, bank: FilterBank, pixels: int, kernel: _Fours) -> Lowering:
    builder = ParameterBuilder(site, "Conv1x1FoursParams")
    copy_bytes = bank.set_fours(builder, unrolled=kernel.needs_fast_code)
    strip = strip_of(pixels, bank.quads, kernel.most_bytes)
    builder.set(pixels=pixels, strip=strip)
    return builder.lowering(scratch_bytes=8 * bank.quads * strip + copy_bytes)


def _work(bank: FilterBank, pixels: int, kernel: _Fours) -> Work:
    strip = strip_of(pixels, bank.quads, kernel.most_bytes)
    work = fours_work(bank, pixels, strip, unrolled=kernel.needs_fast_code)
    return work + gathered_work(bank, pixels, PIXELS)
