"""Layers of one row on the DSP extension: fully connected, or one window over the whole image."""

from __future__ import annotations

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import (
    conv_2d_filter_bank,
    fully_connected_filter_bank,
    one_piece_problems,
    symmetric_weights_problems,
)
from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.isa import Isa


class DenseRowConv2dS8(Kernel):
    """A CONV_2D of one output pixel, whose inputs are the whole image."""

    name = "dense_row_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `one_piece_problems`; also one pixel, and filters that a FilterBank can hold."""
        found = one_piece_problems(site)
        if found:
            return found
        _, height, width, _ = site.output().shape
        return _row_problems(height * width) or conv_2d_filter_bank(site).problems()

    def lower(self, site: Site) -> Lowering:
        """Filters in sixes, the rest in pairs, see FilterBank."""
        return _lower(site, conv_2d_filter_bank(site))


class DenseRowFullyConnectedS8(Kernel):
    """A FULLY_CONNECTED layer of one row."""

    name = "dense_row_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `symmetric_weights_problems`; also one row, filters that a FilterBank can hold."""
        found = symmetric_weights_problems(site)
        if found:
            return found
        rows = site.input(0).elements // site.input(1).shape[1]
        return _row_problems(rows) or fully_connected_filter_bank(site).problems()

    def lower(self, site: Site) -> Lowering:
        """Filters in sixes, the rest in pairs, see FilterBank."""
        return _lower(site, fully_connected_filter_bank(site))


def _row_problems(rows: int) -> list[str]:
    return [f"it has {rows} rows"] if rows != 1 else []


def _lower(site: Site, bank: FilterBank) -> Lowering:
    builder = ParameterBuilder(site, "DenseRowParams")
    stream, requantisation, shared = None, None, False
    if bank.in_sixes:
        sixes = bank.sixes()
        stream, requantisation, shared = sixes.stream, sixes.requantisation, sixes.shared
    note = f"{bank.in_sixes} filters in sixes; see filter_pairs.h"
    builder.array(
        "sixes", "uint32_t", stream, note=note, rows=rows.sixes(bank.in_sixes, bank.quads)
    )
    layout = rows.requantisation(1 if shared else bank.in_sixes // 2)
    builder.array("requantisation", "uint32_t", requantisation, rows=layout)
    builder.set(shared=int(shared), in_sixes=bank.in_sixes)
    return bank.set_on(builder, "rest", first=bank.in_sixes).lowering()
