"""CONV_2D, int8, with MVE: pixels as they lie, or windows that are made contiguous first."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.filter_bank import (
    LANES,
    Vectors,
    add_filter_bank,
    filter_problems,
    folded_bias,
    requantisation_problems,
    steps,
)
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    requantisation,
)
from neurio_gen.compiler.plan import Isa


def _windows(site: Site) -> tuple[Window, Window]:
    """The windows over rows and over columns."""
    source, weights, output = site.input(0), site.input(1), site.output()
    return (
        window(site, "h", source.shape[1], output.shape[1], weights.shape[1]),
        window(site, "w", source.shape[2], output.shape[2], weights.shape[2]),
    )


def _scaling(site: Site) -> Requantisation:
    source, weights, output = site.input(0), site.input(1), site.output()
    return requantisation(site, source, weights, output, weights.shape[0])


def _problems(site: Site) -> list[str]:
    found = conv_2d_problems(site)
    if found:
        return found
    if site.input(1).shape[3] != site.input(0).shape[3]:
        found.append("its channels are grouped")
    return found + filter_problems(site.input(1).shape[0]) + requantisation_problems(_scaling(site))


class MvePointwiseConv2dS8(Kernel):
    """1x1, a multiple of 16 input channels, no padding."""

    name = "mve_pointwise_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Windows of more than a pixel, padding, channels that do not fill vectors."""
        found = _problems(site)
        if found:
            return found
        rows, columns = _windows(site)
        if rows.size * columns.size != 1 or rows.pad or columns.pad:
            found.append("its windows are larger than a pixel, or padded")
        _, input_height, input_width, input_channels = site.input(0).shape
        _, output_height, output_width, _ = site.output().shape
        if (output_height - 1) * rows.stride >= input_height:
            found.append("it has padding below")
        if (output_width - 1) * columns.stride >= input_width:
            found.append("it has padding to the right")
        if input_channels % LANES:
            found.append(f"its {input_channels} input channels are no multiple of {LANES}")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks; an image without strides as one row."""
        weights, source = site.input(1), site.input(0)
        assert weights.data is not None
        rows, columns = _windows(site)
        _, _, input_width, channels = source.shape
        _, output_height, output_width, filters = site.output().shape
        scaling = _scaling(site)
        matrix = weights.data.reshape(filters, channels)
        bias = folded_bias(bias_or_zeros(site, 2, filters), matrix, scaling)
        builder = ParameterBuilder(site, "MvePointwiseParams")
        if rows.stride == columns.stride == 1 and input_width == output_width:
            output_height, output_width = 1, output_height * output_width
        vectors = Vectors(output_width, columns.stride * channels)
        note = f"{weights.name} {weights.shape}"
        add_filter_bank(builder, matrix, bias, scaling, vectors=vectors, note=note)
        builder.set(
            rows=output_height,
            columns=output_width,
            row_pitch=rows.stride * input_width * channels,
            column_pitch=vectors.pitch,
        )
        return builder.lowering()


class MveConv2dS8(Kernel):
    """Any window, dilated along the rows at most."""

    name = "mve_conv_2d_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Dilation along the columns, groups."""
        found = _problems(site)
        if not found and _windows(site)[1].dilation != 1 and _windows(site)[1].size > 1:
            found.append("its windows are dilated along the columns")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by columns of the window, by blocks; the columns of one output row as scratch."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None and source.quantisation is not None
        rows, columns = _windows(site)
        _, input_height, input_width, channels = source.shape
        _, output_height, output_width, filters = output.shape
        scaling = _scaling(site)
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
