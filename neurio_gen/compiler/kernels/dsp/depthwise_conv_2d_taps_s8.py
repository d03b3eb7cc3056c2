"""DEPTHWISE_CONV_2D with any kernel, int8, on the DSP extension."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels.dsp.depthwise import (
    GROUP,
    depthwise_top_half,
    grouped_filters,
    grouped_rows,
    simple_depthwise_problems,
)
from neurio_gen.compiler.kernels.dsp.top_half import TopHalf
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.isa import Isa

_LAST = -(2**31)
"""An offset that no tap has."""


class DepthwiseConv2dTapsS8(Kernel):
    """Four channels of one output at a time, two taps per turn."""

    name = "depthwise_conv_2d_taps_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """One filter a channel, four channels or more, a requantisation in the top half."""
        found = simple_depthwise_problems(site)
        if found:
            return found
        layer = depthwise_top_half(site)
        return layer if isinstance(layer, list) else []

    def lower(self, site: Site) -> Lowering:
        """Outputs as lines, taps as offsets, filters group by group."""
        source, weights, output = site.input(0), site.input(1), site.output()
        _, height, width, channels = source.shape
        _, output_height, output_width, _ = output.shape
        _, kernel_height, kernel_width, _ = weights.shape
        down = window(site, "h", height, output_height, kernel_height)
        along = window(site, "w", width, output_width, kernel_width)
        layer = depthwise_top_half(site)
        assert isinstance(layer, TopHalf) and source.quantisation
        # Bytes between the neighbours that a tap reads, downwards and along a row.
        padded = _is_padded(down, height, output_height) or _is_padded(along, width, output_width)
        columns = (output_width - 1) * along.stride + along.reach if padded else 0
        row_step = GROUP * columns if padded else down.dilation * width * channels
        column_step = GROUP if padded else channels
        lines = _Axis(output_height, down.stride * width * channels, output_width * channels)
        pixels = _Axis(output_width, along.stride * column_step, channels)
        if not padded and lines.count > pixels.count:
            lines, pixels = pixels, lines
        builder = ParameterBuilder(site, "DepthwiseConv2dTapsParams").set(
            input_height=height,
            input_width=width,
            channels=channels,
            two_sided=int(layer.two_sided),
            lines=lines.count,
            line_input_step=lines.input_step,
            line_output_step=lines.output_step,
            pixels=pixels.count,
            pixel_input_step=pixels.input_step,
            pixel_output_step=pixels.output_step,
            rows=kernel_height if padded else 0,
            columns=columns,
            columns_inside=max(min(columns - along.pad, width), 0),
            pad_top=down.pad,
            pad_left=along.pad,
            stride_height=down.stride,
            dilation_height=down.dilation,
            input_zero_point=source.quantisation.zero_point,
        )
        offsets = [
            y * row_step + x * along.dilation * column_step
            for y in range(kernel_height)
            for x in range(kernel_width)
        ]
        offsets += [0] * (len(offsets) % 2) + [_LAST, _LAST]
        filters = grouped_filters(layer)
        builder.array("taps", "int32_t", np.array(offsets, np.int32))
        layout = grouped_rows(layer)
        builder.array("filters", "uint32_t", filters, note=weights.name, rows=layout)
        builder.set(filter_words=filters.shape[1])
        return builder.lowering(scratch_bytes=4 * kernel_height * columns)


@dataclass(frozen=True)
class _Axis:
    """Outputs along an axis: how many, and bytes from one to the next."""

    count: int
    input_step: int
    output_step: int


def _is_padded(taps: Window, length: int, output: int) -> bool:
    """Whether a window reaches beyond its axis."""
    return taps.pad > 0 or (output - 1) * taps.stride + taps.reach > length
