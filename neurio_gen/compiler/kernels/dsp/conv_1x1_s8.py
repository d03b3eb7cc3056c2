"""1x1 convolutions and fully connected layers on the DSP extension: one kernel for both."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from math import prod

import numpy as np

from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.kernels.dsp.column_work import PIXELS
from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import fully_connected_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import (
    bias_or_zeros,
    fully_connected_requantisation,
    requantisation,
)
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


def _lower(site: Site, bank: FilterBank, pixels: int) -> Lowering:
    builder = ParameterBuilder(site, "Conv1x1Params")
    bank.set_on(builder).set(pixels=pixels)
    columns = 3 if pixels >= 3 else 1
    return builder.lowering(scratch_bytes=8 * columns * bank.quads)


@lru_cache(maxsize=64)
def fully_connected_filter_bank(site: Site) -> FilterBank:
    """The filters of a FULLY_CONNECTED layer."""
    source, weights, output = site.input(0), site.input(1), site.output()
    assert weights.data is not None
    filters = weights.shape[0]
    scaling = fully_connected_requantisation(site, source, weights, output)
    if len(scaling.multipliers) != filters:
        scaling = dataclasses.replace(
            scaling,
            multipliers=np.repeat(scaling.multipliers, filters),
            shifts=np.repeat(scaling.shifts, filters),
        )
    return FilterBank(weights.data, bias_or_zeros(site, 2, filters), scaling)


def one_piece_problems(site: Site) -> list[str]:
    """What keeps a CONV_2D from being a product of a matrix with the image as it lies there."""
    found = conv_2d_problems(site)
    if found:
        return found
    source, weights, output = site.input(0), site.input(1), site.output()
    if not (_is_pointwise(site) or _is_whole_image(site)):
        return [f"its window of {weights.shape[1]}x{weights.shape[2]} slides"]
    if weights.shape[3] != source.shape[3]:
        return [f"it has {source.shape[3] // weights.shape[3]} groups"]
    assert output.shape[0] == 1
    return []


def symmetric_weights_problems(site: Site) -> list[str]:
    """See `fully_connected_problems`; also weights without zero point."""
    found = fully_connected_problems(site)
    quantisation = site.input(1).quantisation
    if not found and quantisation is not None and any(quantisation.zero_points):
        found.append("its weights have a zero point other than 0")
    return found


def _depth_problems(depth: int) -> list[str]:
    return [f"its depth of {depth} is no multiple of 4"] if depth % 4 else []


@lru_cache(maxsize=64)
def conv_2d_filter_bank(site: Site) -> FilterBank:
    """The filters of a CONV_2D, taps in the order [y][x][input channel]."""
    weights, output = site.input(1), site.output()
    assert weights.data is not None
    channels = weights.shape[0]
    scaling = requantisation(site, site.input(0), weights, output, channels)
    taps = weights.data.reshape(channels, -1)
    return FilterBank(taps, bias_or_zeros(site, 2, channels), scaling)


class Conv1x1S8(Kernel):
    """A CONV_2D whose every output pixel has its inputs in one piece, one behind the other."""

    name = "conv_1x1_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `conv_2d_problems`; also 1x1 at stride 1, or a window that is the whole image."""
        return (
            one_piece_problems(site)
            or _depth_problems(prod(site.input(1).shape[1:]))
            or conv_2d_filter_bank(site).problems()
        )

    def lower(self, site: Site) -> Lowering:
        """Filters in pairs, see FilterBank."""
        _, height, width, _ = site.output().shape
        return _lower(site, conv_2d_filter_bank(site), height * width)

    def work(self, site: Site) -> Work:
        """See column_work.py."""
        _, height, width, _ = site.output().shape
        return PIXELS.work(conv_2d_filter_bank(site), height * width)


class Conv1x1FullyConnectedS8(Kernel):
    """A FULLY_CONNECTED layer: a 1x1 convolution of as many pixels as it has rows."""

    name = "conv_1x1_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `fully_connected_problems`; also weights without zero point, depth in quads."""
        return (
            symmetric_weights_problems(site)
            or _depth_problems(site.input(1).shape[1])
            or fully_connected_filter_bank(site).problems()
        )

    def lower(self, site: Site) -> Lowering:
        """Filters in pairs, see FilterBank."""
        rows = site.input(0).elements // site.input(1).shape[1]
        return _lower(site, fully_connected_filter_bank(site), rows)

    def work(self, site: Site) -> Work:
        """See column_work.py."""
        rows = site.input(0).elements // site.input(1).shape[1]
        return PIXELS.work(fully_connected_filter_bank(site), rows)


def _is_pointwise(site: Site) -> bool:
    """A 1x1 window that visits every pixel of an unpadded image."""
    _, kernel_height, kernel_width, _ = site.input(1).shape
    same_size = site.input(0).shape[1:3] == site.output().shape[1:3]
    return (kernel_height, kernel_width) == (1, 1) and same_size and _windows_inside(site)


def _is_whole_image(site: Site) -> bool:
    """One window that covers an unpadded image."""
    weights = site.input(1).shape
    same_size = site.input(0).shape[1:3] == weights[1:3]
    undilated = site.option("dilation_h_factor", 1) == site.option(
        "dilation_w_factor", 1
    ) == 1 or weights[1:3] == (1, 1)
    return same_size and undilated and site.output().shape[1:3] == (1, 1) and _windows_inside(site)


def _windows_inside(site: Site) -> bool:
    """No window begins before the image."""
    source, weights, output = site.input(0).shape, site.input(1).shape, site.output().shape
    rows = window(site, "h", source[1], output[1], weights[1])
    columns = window(site, "w", source[2], output[2], weights[2])
    return rows.pad == columns.pad == 0
