"""Convolutions and fully connected layers with MVE: vectors are made contiguous first."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.conv_2d import (
    conv_2d_scaling,
    conv_2d_vector_problems,
    conv_2d_windows,
)
from neurio_gen.compiler.kernels.mve.filter_bank import (
    LANES,
    Vectors,
    add_filter_bank,
    folded_bias,
    steps,
)
from neurio_gen.compiler.kernels.mve.fully_connected import (
    add_fully_connected_filters,
    fully_connected_vector_problems,
)
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros
from neurio_gen.isa import Isa

_LONG_ROW = 256
"""Windows of a row from which on what each row costs is little."""


class MveConv2dS8(Kernel):
    """Any window, dilated along the rows at most."""

    name = "mve_conv_2d_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Dilation along the columns, groups."""
        found = conv_2d_vector_problems(site)
        columns = conv_2d_windows(site)[1]
        if not found and columns.dilation != 1 and columns.size > 1:
            found.append("its windows are dilated along the columns")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by columns of the window, by blocks; the columns of one output row as scratch."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None and source.quantisation is not None
        rows, columns = conv_2d_windows(site)
        _, input_height, input_width, channels = source.shape
        _, output_height, output_width, filters = output.shape
        if site.input(1).shape[1:3] == (1, 1) and source.shape[1:3] == output.shape[1:3]:
            merged = _rows_at_once(output_height, output_width)
            input_height, output_height = input_height // merged, output_height // merged
            input_width, output_width = input_width * merged, output_width * merged
        scaling = conv_2d_scaling(site)
        matrix = np.ascontiguousarray(weights.data.transpose(0, 2, 1, 3)).reshape(filters, -1)
        bias = folded_bias(bias_or_zeros(site, 2, filters), matrix, scaling)
        builder = ParameterBuilder(site, "MveConv2dParams")
        vectors = Vectors(output_width, columns.stride * rows.size * channels)
        note = f"{weights.name} {weights.shape}"
        add_filter_bank(builder, matrix, bias, scaling, vectors=vectors, note=note)
        last = (output_width - 1) * columns.stride
        scratch = last * rows.size * channels + steps(matrix.shape[1]) * LANES
        builder.set(
            input_height=input_height,
            input_width=input_width,
            input_channels=channels,
            output_height=output_height,
            output_width=output_width,
            kernel_height=rows.size,
            stride_height=rows.stride,
            stride_width=columns.stride,
            dilation_height=rows.dilation,
            pad_top=rows.pad,
            pad_left=columns.pad,
            columns=last + columns.size,
            input_zero_point=source.quantisation.zero_point,
            scratch_bytes=scratch,
        )
        return builder.lowering(scratch_bytes=scratch)


def _rows_at_once(height: int, width: int) -> int:
    """Rows of pixels that may be taken as one, where each pixel is a window of its own."""
    fitting = range(1, max(1, _LONG_ROW // width) + 1)
    return max(rows for rows in fitting if height % rows == 0)


class MveConv2dFullyConnectedS8(Kernel):
    """Any number of inputs, which are copied so that vectors may reach beyond."""

    name = "mve_conv_2d_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Weights with a zero point."""
        return fully_connected_vector_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks; each input vector is a row of one pixel."""
        depth = site.input(1).shape[1]
        builder = ParameterBuilder(site, "MveConv2dParams")
        add_fully_connected_filters(builder, site, 1)
        rows, scratch = site.input(0).elements // depth, steps(depth) * LANES
        builder.set(
            input_height=rows,
            input_width=1,
            input_channels=depth,
            output_height=rows,
            output_width=1,
            kernel_height=1,
            stride_height=1,
            stride_width=1,
            dilation_height=1,
            pad_top=0,
            pad_left=0,
            columns=1,
            input_zero_point=0,
            scratch_bytes=scratch,
        )
        return builder.lowering(scratch_bytes=scratch)
