"""DEPTHWISE_CONV_2D whose kernel extends along one axis only, int8, on the DSP extension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels.dsp.depthwise import (
    depthwise_top_half,
    halves,
    simple_depthwise_problems,
)
from neurio_gen.compiler.kernels.dsp.top_half import TopHalf
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.plan import Part, Rows
from neurio_gen.isa import Isa

_MOST_TAPS = 32
_FEWEST_OUTPUTS = 4
"""Below, eight outputs at a time cost more than they save."""
_BLOCK = 8
_FOURS_AND_REST = {0: (0, 0), 1: (-1, 5), 2: (0, 2), 3: (0, 3)}


class DepthwiseConv1dS8(Kernel):
    """Eight outputs of a channel at a time, from pairs of neighbours in scratch memory."""

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
        fours, rest = fours_and_rest(geometry.along.size)
        filters = _filters(layer, fours, rest)
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
            fours=fours,
            rest=rest,
            input_zero_point=source.quantisation.zero_point,
        )
        layout = _rows(layer, fours)
        builder.array("filters", "uint32_t", filters, note=site.input(1).name, rows=layout)
        blocks = -(-geometry.outputs // _BLOCK)
        return builder.lowering(scratch_bytes=64 * blocks + 32 * fours + 32)


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


def fours_and_rest(taps: int) -> tuple[int, int]:
    """How many taps go four by four, and how many are left: 0, 2, 3 or 5; of 2 taps or more."""
    fewer, rest = _FOURS_AND_REST[taps % 4]
    return taps // 4 + fewer, rest


def _filters(layer: TopHalf, fours: int, rest: int) -> npt.NDArray[Any]:
    """Uint32 [channels][8 + 3 * fours]: see the header of the C++ half."""
    taps = layer.weights
    behind = 4 * fours
    begins = {0: (), 2: (0,), 3: (0, 1), 5: (0, 2, 1, 3)}[rest]
    words = [_pair(taps, behind + begin) for begin in begins]
    words += [np.zeros_like(layer.bias)] * (4 - len(begins))
    words += [layer.bias, layer.multipliers, layer.addends, layer.negative_steps]
    for first in range(0, behind, 4):
        words += [_pair(taps, first + begin) for begin in (0, 2, 1)]
    return np.stack(words, axis=1).astype(np.uint32)


def _pair(taps: npt.NDArray[Any], first: int) -> npt.NDArray[Any]:
    return halves(taps[:, first], taps[:, first + 1])


def _rows(layer: TopHalf, fours: int) -> Rows:
    """What `_filters` is made of."""
    parts = [
        Part("weights: pairs of the last taps", 4),
        Part("bias", 1),
        Part("multiplier, addend", 2),
        Part("what negative sums lose", 1),
    ]
    if fours:
        parts.append(Part("weights: pairs of four taps each", 3 * fours))
    return Rows(tuple(f"channel {i}" for i in range(len(layer.bias))), tuple(parts))
