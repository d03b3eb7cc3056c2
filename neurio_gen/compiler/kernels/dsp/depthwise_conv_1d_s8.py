"""DEPTHWISE_CONV_2D whose kernel extends along one axis only, int8, on the DSP extension."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels.dsp.depthwise import (
    depthwise_top_half,
    grouped_filters,
    grouped_rows,
    simple_depthwise_problems,
)
from neurio_gen.compiler.kernels.dsp.top_half import TopHalf
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.isa import Isa

_MOST_TAPS = 32
_FEWEST_OUTPUTS = 3
"""Below, packing the pairs costs more than it saves."""


class DepthwiseConv1dS8(Kernel):
    """Four channels of a line at a time, from pairs of neighbours in scratch memory."""

    name = "depthwise_conv_1d_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """One axis, stride 1, and a requantisation in the top half."""
        found = simple_depthwise_problems(site)
        if found:
            return found
        geometry = _geometry(site)
        if geometry is None:
            return ["its kernel extends along both axes"]
        if geometry.along.dilation != 1 or geometry.along.stride != 1:
            found.append("it is dilated or has a stride")
        if geometry.across.pad:
            found.append("it is padded across the lines")
        if not 2 <= geometry.along.size <= _MOST_TAPS:
            found.append(f"it has {geometry.along.size} taps")
        if geometry.outputs < _FEWEST_OUTPUTS:
            found.append(f"its lines have {geometry.outputs} outputs")
        if found:
            return found
        layer = depthwise_top_half(site)
        return layer if isinstance(layer, list) else []

    def lower(self, site: Site) -> Lowering:
        """Lines, and filters group by group."""
        source = site.input(0)
        geometry, layer = _geometry(site), depthwise_top_half(site)
        assert geometry and isinstance(layer, TopHalf) and source.quantisation
        tap_pairs = -(-geometry.along.size // 2)
        filters = grouped_filters(layer)
        builder = ParameterBuilder(site, "DepthwiseConv1dParams").set(
            channels=source.shape[3],
            two_sided=int(layer.two_sided),
            lines=geometry.lines,
            line_input_step=geometry.across.stride * geometry.line_input_step,
            line_output_step=geometry.line_output_step,
            length=geometry.length,
            input_step=geometry.input_step,
            outputs=geometry.outputs,
            output_step=geometry.output_step,
            pad=geometry.along.pad,
            tap_pairs=tap_pairs,
            input_zero_point=source.quantisation.zero_point,
        )
        layout = grouped_rows(layer)
        builder.array("filters", "uint32_t", filters, note=site.input(1).name, rows=layout)
        builder.set(filter_words=filters.shape[1])
        return builder.lowering(scratch_bytes=16 * (geometry.outputs + 2 * tap_pairs))


@dataclass(frozen=True)
class _Geometry:
    """Lines along the kernel's axis; steps in bytes between neighbours."""

    along: Window
    across: Window
    length: int
    outputs: int
    input_step: int
    output_step: int
    lines: int
    line_input_step: int
    line_output_step: int


def _geometry(site: Site) -> _Geometry | None:
    """The lines, or None where the kernel has several rows and columns."""
    _, height, width, channels = site.input(0).shape
    _, output_height, output_width, _ = site.output().shape
    _, rows, columns, _ = site.input(1).shape
    down = window(site, "h", height, output_height, rows)
    right = window(site, "w", width, output_width, columns)
    row, output_row = width * channels, output_width * channels
    if columns == 1:
        steps = (row, output_row, output_width, channels, channels)
        return _Geometry(down, right, height, output_height, *steps)
    if rows == 1:
        steps = (channels, channels, output_height, row, output_row)
        return _Geometry(right, down, width, output_width, *steps)
    return None
