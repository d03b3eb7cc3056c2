"""DEPTHWISE_CONV_2D of 3x3, stride 1, widths of 5, 10 ..., int8, on the DSP extension."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.kernels.dsp.depthwise import (
    depthwise_top_half,
    halves,
    plain_3x3_problems,
)
from neurio_gen.compiler.kernels.dsp.top_half import TopHalf
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.plan import Part, Rows
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa

_FIVE = 5


class DepthwiseConv2d3x3FivesS8(Kernel):
    """Four channels by five columns at a time, from horizontal pairs in scratch memory."""

    name = "depthwise_conv_2d_3x3_fives_s8"
    isa = Isa.DSP
    trades = True

    def problems(self, site: Site) -> list[str]:
        """3x3, not dilated, stride 1, widths of 5, 10 ..., a column of padding, the top half."""
        found = plain_3x3_problems(site)
        if (site.option("stride_h", 1), site.option("stride_w", 1)) != (1, 1):
            found.append("its strides are not both 1")
        if found:
            return found
        output_width, input_width = site.output().shape[2], site.input(0).shape[2]
        _, pad_left = _pads(site)
        if output_width % _FIVE:
            found.append(f"its width of {output_width} is no multiple of 5")
        if pad_left > 1 or output_width + 1 - pad_left > input_width:
            found.append("it is padded by more than a column")
        if found:
            return found
        layer = depthwise_top_half(site)
        return layer if isinstance(layer, list) else []

    def lower(self, site: Site) -> Lowering:
        """Filters with bias and requantisation, ten words per channel."""
        source, output = site.input(0), site.output()
        layer = depthwise_top_half(site)
        assert isinstance(layer, TopHalf) and source.quantisation
        pad_top, pad_left = _pads(site)
        builder = ParameterBuilder(site, "DepthwiseConv2d3x3FivesParams").set(
            input_height=source.shape[1],
            input_width=source.shape[2],
            channels=source.shape[3],
            output_height=output.shape[1],
            output_width=output.shape[2],
            pad_top=pad_top,
            pad_left=pad_left,
            input_zero_point=source.quantisation.zero_point,
            two_sided=int(layer.two_sided),
        )
        note = site.input(1).name
        builder.array("filters", "uint32_t", _filters(layer), note=note, rows=_rows(layer))
        return builder.lowering(scratch_bytes=64 * (output.shape[1] + 2))

    def work(self, site: Site) -> Work:
        """Counted by the instructions of the loops."""
        layer = depthwise_top_half(site)
        assert isinstance(layer, TopHalf)
        _, height, width, channels = site.output().shape
        groups = -(-channels // 4)
        strips = groups * (width // _FIVE)
        rows = height + 2
        five = Work(82, 100) if layer.two_sided else Work(66, 84)
        return strips * (4 * (height * five + Work(70, 110)) + rows * Work(56, 66)) + Work(
            0, 0, 40 * 4 * strips
        )


def _pads(site: Site) -> tuple[int, int]:
    _, input_height, input_width, _ = site.input(0).shape
    _, output_height, output_width, _ = site.output().shape
    return (
        window(site, "h", input_height, output_height, 3).pad,
        window(site, "w", input_width, output_width, 3).pad,
    )


def _filters(layer: TopHalf) -> npt.NDArray[Any]:
    """Uint32 [channels][10]: see the header of the C++ half."""
    taps = layer.weights.reshape(-1, 3, 3)
    words = []
    for row in range(3):
        words.append(halves(taps[:, row, 0], taps[:, row, 1]))
        words.append(halves(taps[:, row, 1], taps[:, row, 2]))
    words += [layer.bias, layer.multipliers, layer.addends, layer.negative_steps]
    return np.stack(words, axis=1).astype(np.uint32)


def _rows(layer: TopHalf) -> Rows:
    """What `_filters` is made of."""
    parts = (Part("weights", 6), Part("bias, multiplier, addend, what negative sums lose", 4))
    return Rows(tuple(f"channel {i}" for i in range(len(layer.bias))), parts)
