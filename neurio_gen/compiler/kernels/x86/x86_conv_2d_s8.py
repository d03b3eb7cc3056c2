"""Convolutions and fully connected layers, int8, on x86-64."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import fully_connected_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    fully_connected_requantisation,
    requantisation,
)
from neurio_gen.compiler.kernels.x86.packing import (
    LANES,
    SLACK,
    Array,
    padded,
    scaling_problems,
    set_scaling,
)
from neurio_gen.compiler.plan import Rows
from neurio_gen.isa import Isa

_AT_ONCE = 4
"""Inputs of a product."""


class X86Conv2dS8(Kernel):
    """Any window, dilated along the rows at most."""

    name = "x86_conv_2d_s8"
    isa = Isa.X86

    def problems(self, site: Site) -> list[str]:
        """Dilation along the columns, groups, factors of 1 and more."""
        found = conv_2d_problems(site)
        if found:
            return found
        weights = site.input(1)
        if weights.shape[3] != site.input(0).shape[3]:
            found.append("its channels are grouped")
        if site.option("dilation_w_factor", 1) != 1 and weights.shape[2] > 1:
            found.append("its windows are dilated along the columns")
        return found + scaling_problems(_conv_2d_scaling(site))

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks; the image with its padding as scratch."""
        weights, source, output = site.input(1), site.input(0), site.output()
        assert weights.data is not None
        _, input_height, input_width, channels = source.shape
        _, height, width, filters = output.shape
        down = window(site, "h", input_height, height, weights.shape[1])
        across = window(site, "w", input_width, width, weights.shape[2])
        pixels = down.size * across.size == 1 and source.shape[1:3] == output.shape[1:3]
        image = _Image((input_height, input_width), channels, (height, width), down, across)
        if pixels and not (down.pad or across.pad):
            image = _row_of(input_height * input_width, channels)
        bias = bias_or_zeros(site, 2, filters)
        return _lowering(site, image, weights.data, bias, _conv_2d_scaling(site))


class X86FullyConnectedS8(Kernel):
    """A fully connected layer as a 1x1 convolution of one row."""

    name = "x86_conv_2d_s8"
    isa = Isa.X86

    def problems(self, site: Site) -> list[str]:
        """Weights with a zero point, factors of 1 and more."""
        found = fully_connected_problems(site)
        if found:
            return found
        weights = site.input(1)
        assert weights.quantisation is not None
        if any(weights.quantisation.zero_points):
            found.append("its weights have a zero point other than 0")
        return found + scaling_problems(_dense_scaling(site))

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks."""
        weights = site.input(1)
        assert weights.data is not None
        outputs, depth = weights.shape
        image = _row_of(site.input(0).elements // depth, depth)
        bias = bias_or_zeros(site, 2, outputs)
        matrix = weights.data.reshape(outputs, 1, 1, depth)
        return _lowering(site, image, matrix, bias, _dense_scaling(site))


def _conv_2d_scaling(site: Site) -> Requantisation:
    source, weights, output = site.input(0), site.input(1), site.output()
    return requantisation(site, source, weights, output, weights.shape[0])


def _dense_scaling(site: Site) -> Requantisation:
    return fully_connected_requantisation(site, site.input(0), site.input(1), site.output())


@dataclass(frozen=True)
class _Image:
    """Heights and widths before and after, and the windows along both axes."""

    size: tuple[int, int]
    channels: int
    outputs: tuple[int, int]
    down: Window
    across: Window

    @property
    def padded_size(self) -> tuple[int, int]:
        """Height and width that the windows reach, padding included."""
        height, width = self.outputs
        return (
            (height - 1) * self.down.stride + self.down.reach,
            (width - 1) * self.across.stride + self.across.reach,
        )


def _row_of(pixels: int, channels: int) -> _Image:
    """Pixels that are windows of their own."""
    one = Window(size=1, stride=1, dilation=1, pad=0)
    return _Image((1, pixels), channels, (1, pixels), one, one)


def _lowering(
    site: Site, image: _Image, weights: Array, bias: Array, scaling: Requantisation
) -> Lowering:
    """For weights [filters][y][x][channels]."""
    source = site.input(0)
    assert source.quantisation is not None
    filters = len(weights)
    height, width = image.padded_size
    packed = _packed(weights)
    builder = ParameterBuilder(site, "X86Conv2dParams").set(
        input_height=image.size[0],
        input_width=image.size[1],
        input_channels=image.channels,
        output_height=image.outputs[0],
        output_width=image.outputs[1],
        filters=filters,
        kernel_height=image.down.size,
        stride_height=image.down.stride,
        stride_width=image.across.stride,
        dilation_height=image.down.dilation,
        pad_top=image.down.pad,
        pad_left=image.across.pad,
        padded_height=height,
        padded_width=width,
        run=packed.shape[2],
        blocks=len(packed),
        input_zero_point=source.quantisation.zero_point,
        output_offset=scaling.output_offset,
        activation_min=scaling.activation_min,
        activation_max=scaling.activation_max,
    )
    note = f"{site.input(1).name} {site.input(1).shape}"
    layout = _rows(filters)
    builder.array("weights", "int8_t", packed, alignment=16, note=note, rows=layout)
    set_scaling(builder, scaling, bias, weights.reshape(filters, -1).sum(axis=1, dtype=int), 0)
    return builder.lowering(scratch_bytes=height * width * image.channels + SLACK)


def _packed(weights: Array) -> Array:
    """[filters][y][x][channels] as [blocks][y][run][16 filters][4]."""
    filters, height, _, _ = weights.shape
    taps = padded(padded(weights.reshape(filters, height, -1), 2, _AT_ONCE), 0, LANES)
    taps = taps.reshape(-1, LANES, height, taps.shape[2] // _AT_ONCE, _AT_ONCE)
    return np.ascontiguousarray(taps.transpose(0, 2, 3, 1, 4))


def _rows(filters: int) -> Rows:
    """A row for each block."""
    starts = range(0, filters, LANES)
    return Rows(tuple(f"filters {a} to {min(a + LANES, filters) - 1}" for a in starts))
