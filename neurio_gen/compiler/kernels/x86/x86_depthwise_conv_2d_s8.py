"""DEPTHWISE_CONV_2D, int8, on x86-64."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import depthwise_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    requantisation,
)
from neurio_gen.compiler.kernels.x86.packing import (
    LANES,
    SLACK,
    padded,
    scaling_problems,
    set_scaling,
)
from neurio_gen.isa import Isa


class X86DepthwiseConv2dS8(Kernel):
    """Any window, one filter a channel."""

    name = "x86_depthwise_conv_2d_s8"
    isa = Isa.X86

    def problems(self, site: Site) -> list[str]:
        """Several filters per channel, factors of 1 and more."""
        found = depthwise_problems(site)
        if found:
            return found
        if site.input(1).shape[3] != site.input(0).shape[3]:
            found.append("it has several filters per channel")
        return found + scaling_problems(_scaling(site))

    def lower(self, site: Site) -> Lowering:
        """Weights by blocks of channels; the image with its padding as scratch."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None and source.quantisation is not None
        _, input_height, input_width, channels = source.shape
        _, height, width, _ = output.shape
        down = window(site, "h", input_height, height, weights.shape[1])
        across = window(site, "w", input_width, width, weights.shape[2])
        padded_height = (height - 1) * down.stride + down.reach
        padded_width = (width - 1) * across.stride + across.reach
        scaling = _scaling(site)
        builder = ParameterBuilder(site, "X86DepthwiseConv2dParams").set(
            input_height=input_height,
            input_width=input_width,
            channels=channels,
            output_height=height,
            output_width=width,
            kernel_height=down.size,
            kernel_width=across.size,
            stride_height=down.stride,
            stride_width=across.stride,
            dilation_height=down.dilation,
            dilation_width=across.dilation,
            pad_top=down.pad,
            pad_left=across.pad,
            padded_height=padded_height,
            padded_width=padded_width,
            input_zero_point=source.quantisation.zero_point,
            output_offset=scaling.output_offset,
            activation_min=scaling.activation_min,
            activation_max=scaling.activation_max,
        )
        taps = padded(weights.data[0], 2, LANES)
        taps = taps.reshape(down.size, across.size, -1, LANES).transpose(2, 0, 1, 3)
        note = f"{weights.name} {weights.shape}"
        builder.array("weights", "int8_t", np.ascontiguousarray(taps), alignment=16, note=note)
        bias = bias_or_zeros(site, 2, channels)
        set_scaling(builder, scaling, bias, weights.data[0].sum(axis=(0, 1), dtype=int), -128)
        scratch = padded_height * padded_width * channels + SLACK
        return builder.lowering(scratch_bytes=scratch)


def _scaling(site: Site) -> Requantisation:
    source, weights, output = site.input(0), site.input(1), site.output()
    return requantisation(site, source, weights, output, weights.shape[3])
