"""Convolutions three columns wide with MVE: windows slide over vectors of 16 channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.conv_2d import (
    conv_2d_scaling,
    conv_2d_vector_problems,
    conv_2d_windows,
)
from neurio_gen.compiler.kernels.mve.filter_bank import (
    LANES,
    Array,
    blocks,
    folded_bias,
    is_exact_without_clamping,
    is_two_sided,
)
from neurio_gen.compiler.kernels.requantisation import Requantisation, bias_or_zeros
from neurio_gen.compiler.plan import Part, Rows
from neurio_gen.isa import Isa

_TAPS = 3
_GROUP = 4
"""Windows at once."""
_STRIP_OUTPUTS = 128
"""Positions of a strip, about: more are hardly faster, and take more scratch memory."""

_PASS, _CODES = 36, 16
"""Instructions of a pass of eight outputs, and of making codes of the sums."""
_OTHER_STEP, _OTHER_BLOCK = 14, 24
"""The same of mve_dot_products_s8: a step of 16 elements, and the rest."""


class MveConv2dSlidingS8(Kernel):
    """Three columns wide, channels that fill vectors; the activation's range is that of int8."""

    name = "mve_conv_2d_sliding_s8"
    isa = Isa.MVE
    spends_memory = True

    def problems(self, site: Site) -> list[str]:
        """Other widths and strides, channels that do not fill vectors, activations that clamp."""
        found = conv_2d_vector_problems(site)
        if found:
            return found
        down, across = conv_2d_windows(site)
        channels, width, filters = site.input(0).shape[3], *site.output().shape[2:]
        if across.size != _TAPS or across.stride > 2:
            found.append("its windows are not three columns wide with a stride of 1 or 2")
        if (across.dilation, down.dilation) != (1, 1):
            found.append("its windows are dilated")
        planes = _planes(down.size, channels)
        if planes.count * planes.passes < 2 or not planes.fill(down.size * channels):
            found.append("its columns fill too few lanes of vectors")
        if width < _GROUP or filters < 2:
            found.append(f"it has fewer than {_GROUP} windows per row or one filter")
        if not is_exact_without_clamping(conv_2d_scaling(site)):
            found.append("its activation is narrower than int8, or a factor is 1/2 or more")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by pairs; strips of the image and sums as scratch."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None and source.quantisation is not None
        down, across = conv_2d_windows(site)
        _, input_height, input_width, channels = source.shape
        _, height, width, filters = output.shape
        scaling = conv_2d_scaling(site)
        planes = _planes(down.size, channels)
        window_step = down.stride if planes.stacked == 1 else 1
        strip_rows = min(height, max(1, _STRIP_OUTPUTS // width))
        plane_rows = (strip_rows - 1) * window_step + planes.passes
        columns = (width - 1) * across.stride + across.size
        strip_bytes = planes.count * plane_rows * columns * LANES
        two_sided = "_two_sided" if is_two_sided(scaling) else ""
        builder = ParameterBuilder(site, "MveSlidingParams").set(
            input_height=input_height,
            input_width=input_width,
            input_channels=channels,
            output_height=height,
            output_width=width,
            filters=filters,
            stride_height=down.stride,
            stride_width=across.stride,
            pad_top=down.pad,
            pad_left=across.pad,
            columns=columns,
            strip_rows=strip_rows,
            planes=planes.count,
            plane_rows=plane_rows,
            stacked=planes.stacked,
            passes=planes.passes,
            row_step=down.stride // window_step,
            window_step=window_step,
            input_zero_point=source.quantisation.zero_point,
            strip_bytes=strip_bytes,
            first=f"neurio_mve_sliding_first_{across.stride}",
            next=f"neurio_mve_sliding_next_{across.stride}",
            last=f"neurio_mve_sliding_last_{across.stride}{two_sided}",
        )
        bias = bias_or_zeros(site, 2, filters)
        bias = folded_bias(bias, weights.data.reshape(filters, -1), scaling)
        packed = _packed(weights.data, planes, bias, scaling)
        note = f"{weights.name} {weights.shape}"
        layout = _rows(filters, planes)
        builder.array("packed", "uint32_t", packed, alignment=16, note=note, rows=layout)
        sums_bytes = strip_rows * -(-width // _GROUP) * _GROUP * 2 * 4
        return builder.lowering(scratch_bytes=strip_bytes + sums_bytes)


@dataclass(frozen=True)
class _Planes:
    """How a column of a window is cut into vectors: see the C++ half."""

    count: int
    stacked: int
    """Rows of taps that a row of the planes holds."""
    passes: int
    """Over each plane, a row of taps each."""

    def fill(self, column_elements: int) -> bool:
        """Whether so few lanes are empty that this is faster than windows made contiguous."""
        others = _OTHER_STEP * -(-_TAPS * column_elements // LANES) + _OTHER_BLOCK
        return _PASS * self.count * self.passes + _CODES < others


def _planes(height: int, channels: int) -> _Planes:
    """The fewest vectors; where that is open, rows of taps share planes."""
    apart = _Planes(-(-channels // LANES), 1, height)
    stacked = _Planes(-(-height * channels // LANES), height, 1)
    return stacked if stacked.count < apart.count * height else apart


def _packed(weights: Array, planes: _Planes, bias: Array, scaling: Requantisation) -> Array:
    """Words of two filters [filters][y][x][channels] each: see the C++ half."""
    filters, _, taps, _ = weights.shape
    # [filter][pass][tap][elements of the planes]
    columns = weights.transpose(0, 2, 1, 3).reshape(filters, taps, planes.passes, -1)
    columns = columns.transpose(0, 2, 1, 3)
    columns = np.pad(columns, [(0, 0)] * 3 + [(0, planes.count * LANES - columns.shape[3])])
    pairs = blocks(columns, 2).reshape(-1, 2, planes.passes, taps, planes.count, LANES)
    # [pair][plane][pass][tap][filter][16]
    words = np.ascontiguousarray(pairs.transpose(0, 4, 2, 3, 1, 5))
    words = words.reshape(len(words), -1).view("<i4")
    multipliers = blocks(np.broadcast_to(scaling.multipliers, filters), 2)
    shifts = blocks(np.broadcast_to(scaling.shifts, filters), 2)
    rest = np.tile([scaling.output_offset, _GROUP * filters, -1, 0], (len(words), 1))
    biases = np.repeat(blocks(bias, 2), _GROUP, axis=1)
    parts = [biases, words, multipliers, shifts, rest]
    return np.concatenate(parts, axis=1).astype(np.int64).astype(np.uint32)


def _rows(filters: int, planes: _Planes) -> Rows:
    """What `_packed` is made of."""
    parts = [
        Part("biases, four times each", 2 * _GROUP),
        Part("weights", 2 * _TAPS * planes.count * planes.passes * LANES // 4),
        Part("multipliers", 2),
        Part("shifts", 2),
        Part("output offset, bytes of four outputs, -1, 0", 4),
    ]
    return rows.blocks("filters", filters, 2, parts)
