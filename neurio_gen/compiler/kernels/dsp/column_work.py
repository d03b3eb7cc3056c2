"""Predicted work of kernels that take columns of pixels, three at a time, through filter pairs."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.work import Work

_DATA_CACHE = 256  # bytes, of the STM32L4; what fits is streamed once


@dataclass(frozen=True)
class Rates:
    """Instructions, or cycles, of three columns: of a pair of filters and of the columns alone.

    `quad` and `pair` are of each pair of filters, by quads of taps and fixed; `gathered` and
    `columns` of gathering the columns, by quads and fixed.
    """

    quad: float
    pair: float
    gathered: float
    columns: float


@dataclass(frozen=True)
class ColumnRates:
    """What was counted, and estimated, on layers of the MLPerf Tiny models: within 3 % of each."""

    instructions: Rates
    cycles: Rates

    def work(self, bank: FilterBank, pixels: int) -> Work:
        """The work of all filters on so many output pixels. Each three stream the whole bank."""
        streamed = bank.nbytes if bank.nbytes <= _DATA_CACHE else bank.nbytes * -(-pixels // 3)
        return Work(
            _total(self.instructions, bank, pixels), _total(self.cycles, bank, pixels), streamed
        )


def _total(rates: Rates, bank: FilterBank, pixels: int) -> float:
    pairs = len(bank.weights) / 2
    threes = pixels // 3 + 0.45 * (pixels % 3)  # a single column takes half of three
    filters = pairs * (rates.quad * bank.quads + rates.pair)
    return threes * (filters + rates.gathered * bank.quads + rates.columns)


PATCHES = ColumnRates(Rates(17.2, 50.5, 14.5, 168), Rates(25.3, 88.8, 28.0, 266))
"""conv_2d_columns_s8: windows of an image, gathered."""
PIXELS = ColumnRates(Rates(17.2, 36.7, 11.5, 70.8), Rates(25.3, 68.3, 22.1, 134))
"""conv_1x1_s8: pixels as they lie."""
STRIPS = ColumnRates(Rates(22.8, 0, 55, 0), Rates(32.6, 14.5, 103, 15))
"""conv_2d_strip_s8: windows of one to three channels, from a strip of the image."""
