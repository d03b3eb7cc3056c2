"""DEPTHWISE_CONV_2D, int8, with MVE: windows that fit into one vector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import depthwise_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.filter_bank import (
    LANES,
    Array,
    blocks,
    folded_bias,
    is_full_range,
    is_two_sided,
    narrow_function,
    pack_pairs,
    pair_rows,
    requantisation_problems,
)
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    requantisation,
)
from neurio_gen.compiler.plan import Part, Rows
from neurio_gen.isa import Isa

_PITCH = 6
"""Transposed rows that a column has room for: what leaves 3x3 windows inside 16 elements."""
_STEPS = (1, 6, 12)
"""Bytes between windows that the kernel has code for."""
_LONG_ROW = 12
"""Outputs of a row from which on two rows at once are faster than one."""
_LARGEST_OFFSET = 2**16 - 1
"""Of an element in scratch, for a scattering store."""


@dataclass(frozen=True)
class _Axis:
    """An axis of the image: sizes, bytes from one element to the next, and the window."""

    length: int
    input_bytes: int
    outputs: int
    output_bytes: int
    window: Window

    @property
    def reached(self) -> int:
        """Input elements from the first window's begin to the last window's end."""
        return (self.outputs - 1) * self.window.stride + self.window.reach


@dataclass(frozen=True)
class _Geometry:
    """Rows and columns as the kernel takes them; an image of one column is one row instead."""

    rows: _Axis
    columns: _Axis
    filters: Array
    """[row][column][channel]"""

    @property
    def pitch(self) -> int:
        """Transposed rows of a column."""
        return 1 if self.rows.window.reach == 1 and self.rows.outputs == 1 else _PITCH

    @property
    def tile_rows(self) -> int:
        """Rows of output that a pitch has room for."""
        window = self.rows.window
        return min(self.rows.outputs, (self.pitch - window.reach) // window.stride + 1)

    @property
    def paired_rows(self) -> int:
        """Rows of output that a pitch has room for in pairs, if the rows are worth it; else 0."""
        long = self.columns.outputs >= _LONG_ROW
        far = 3 * self.columns.output_bytes + self.rows.output_bytes
        fits = self.lanes + self.rows.window.stride <= LANES and far <= _LARGEST_OFFSET
        return self.tile_rows // 2 * 2 if long and fits else 0

    @property
    def step(self) -> int:
        """Bytes from one window to the next."""
        return self.columns.window.stride * self.pitch

    @property
    def lanes(self) -> int:
        """Elements of the vector that holds a window."""
        return (self.columns.window.reach - 1) * self.pitch + self.rows.window.reach


def _geometry(site: Site) -> _Geometry:
    source, weights, output = site.input(0), site.input(1), site.output()
    assert weights.data is not None
    _, input_height, input_width, channels = source.shape
    _, output_height, output_width, _ = output.shape
    _, kernel_height, kernel_width, _ = weights.shape
    rows = _Axis(
        input_height,
        input_width * channels,
        output_height,
        output_width * channels,
        window(site, "h", input_height, output_height, kernel_height),
    )
    columns = _Axis(
        input_width,
        channels,
        output_width,
        channels,
        window(site, "w", input_width, output_width, kernel_width),
    )
    if input_width == output_width == kernel_width == 1:
        return _Geometry(columns, rows, weights.data[0].transpose(1, 0, 2))
    return _Geometry(rows, columns, weights.data[0])


def _scaling(site: Site) -> Requantisation:
    source, weights, output = site.input(0), site.input(1), site.output()
    return requantisation(site, source, weights, output, weights.shape[3])


class MveDepthwiseWindowsS8(Kernel):
    """3x3 and smaller, along one axis up to 16; the activation's range is that of int8."""

    name = "mve_depthwise_windows_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Large windows, activations that clamp before int8 does, several filters per channel."""
        found = depthwise_problems(site)
        if found:
            return found
        if site.input(1).shape[3] != site.input(0).shape[3]:
            found.append("it has several filters per channel")
        if site.input(0).shape[3] < 4:
            found.append("it has fewer than four channels")
        scaling = _scaling(site)
        if not is_full_range(scaling):
            found.append("its activation is narrower than int8")
        found += requantisation_problems(scaling)
        geometry = _geometry(site)
        if geometry.tile_rows < 1 or geometry.lanes > LANES or geometry.step not in _STEPS:
            found.append("its windows do not fit into a vector")
        if LANES * geometry.columns.reached * geometry.pitch > _LARGEST_OFFSET:
            found.append("its rows are too long")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters spread over the lanes of a window, by four channels or a channel's two rows."""
        source, weights = site.input(0), site.input(1)
        assert source.quantisation is not None
        channels = source.shape[3]
        geometry, scaling = _geometry(site), _scaling(site)
        rows, columns = geometry.rows, geometry.columns
        narrow = narrow_function(scaling, 1, geometry.step) if geometry.paired_rows else None
        scratch = LANES * columns.reached * geometry.pitch + LANES
        builder = ParameterBuilder(site, "MveDepthwiseWindowsParams").set(
            channels=channels,
            input_rows=rows.length,
            input_columns=columns.length,
            input_row_bytes=rows.input_bytes,
            input_column_bytes=columns.input_bytes,
            output_rows=rows.outputs,
            output_columns=columns.outputs,
            output_row_bytes=rows.output_bytes,
            output_column_bytes=columns.output_bytes,
            row_stride=rows.window.stride,
            pad_rows=rows.window.pad,
            pad_columns=columns.window.pad,
            reach=rows.window.reach,
            tile_rows=geometry.paired_rows if narrow else geometry.tile_rows,
            tile_columns=columns.reached,
            pitch=geometry.pitch,
            window_step=geometry.step,
            input_zero_point=source.quantisation.zero_point,
            output_offset=scaling.output_offset,
            scratch_bytes=scratch,
            rows="nullptr" if narrow else _rows_function(scaling, geometry.step),
            narrow=narrow or "nullptr",
        )
        taps = geometry.filters.reshape(-1, channels).T
        bias = folded_bias(bias_or_zeros(site, 2, channels), taps, scaling)
        multipliers = np.broadcast_to(scaling.multipliers, channels)
        shifts = np.broadcast_to(scaling.shifts, channels)
        pack = _pack_pairs if narrow else _pack_blocks
        packed = pack(geometry, bias, multipliers, shifts)
        note = f"{weights.name} {weights.shape}"
        layout = _pair_rows(channels) if narrow else _block_rows(channels)
        builder.array("packed", "uint32_t", packed, alignment=16, note=note, rows=layout)
        return builder.lowering(scratch_bytes=scratch)


def _rows_function(scaling: Requantisation, step: int) -> str:
    """The function for rows of windows that are `step` bytes apart."""
    return f"neurio_mve_windows_{step}" + ("_two_sided" if is_two_sided(scaling) else "")


def _pack_blocks(geometry: _Geometry, bias: Array, multipliers: Array, shifts: Array) -> Array:
    """Per four channels, as words: filters, multipliers, shifts, biases."""
    filters = blocks(_spread(geometry)).reshape(-1, 4 * LANES).view("<i4")
    parts = [filters, blocks(multipliers), blocks(shifts), blocks(bias)]
    return np.concatenate(parts, axis=1).astype(np.uint32)


def _block_rows(channels: int) -> Rows:
    """What `_pack_blocks` is made of."""
    parts = [Part("weights", LANES), Part("multipliers", 4), Part("shifts", 4), Part("biases", 4)]
    return rows.blocks("channels", channels, 4, parts)


def _pack_pairs(geometry: _Geometry, bias: Array, multipliers: Array, shifts: Array) -> Array:
    """Per channel a pair of filters: the second is the first, moved to the next row of windows."""
    first = _spread(geometry)
    second = np.roll(first, geometry.rows.window.stride, axis=1)
    filters = np.stack([first, second], axis=1).reshape(-1, LANES)
    return pack_pairs(filters, *(np.repeat(array, 2) for array in (bias, multipliers, shifts)))


def _pair_rows(channels: int) -> Rows:
    """What `_pack_pairs` is made of."""
    parts = pair_rows("", 2, LANES // 4).parts
    return Rows(tuple(f"channel {i}, for two rows of windows" for i in range(channels)), parts)


def _spread(geometry: _Geometry) -> Array:
    """Filters over the lanes that their elements have in a window: [channel][16]."""
    row_count, column_count, channels = geometry.filters.shape
    lanes = np.zeros((channels, LANES), np.int8)
    for row in range(row_count):
        for column in range(column_count):
            position = column * geometry.columns.window.dilation * geometry.pitch
            position += row * geometry.rows.window.dilation
            lanes[:, position] = geometry.filters[row, column]
    return lanes
