"""DEPTHWISE_CONV_2D with a 3x3 kernel of stride 1 or 2, int8, on the DSP extension."""

from __future__ import annotations

from typing import Any, ClassVar

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


class DepthwiseConv2d3x3S8(Kernel):
    """Four channels by four rows at a time, from vertical pairs in scratch memory."""

    name = "depthwise_conv_2d_3x3_s8"
    isa = Isa.DSP

    _column_pairs: ClassVar[bool] = False

    def problems(self, site: Site) -> list[str]:
        """3x3, not dilated, stride 1 or 2, two rows or more, requantised in the top half."""
        found = plain_3x3_problems(site)
        if _strides(site) not in ((1, 1), (2, 2)):
            found.append("its strides are not both 1 or both 2")
        if site.output().shape[1] < 2:
            found.append("it has one output row")
        if found:
            return found
        layer = depthwise_top_half(site)
        return layer if isinstance(layer, list) else []

    def lower(self, site: Site) -> Lowering:
        """Filters with bias and requantisation, nine or ten words per channel."""
        source, output = site.input(0), site.output()
        _, input_height, input_width, channels = source.shape
        _, output_height, output_width, _ = output.shape
        layer = depthwise_top_half(site)
        assert isinstance(layer, TopHalf) and source.quantisation
        stride = _strides(site)[0]
        builder = ParameterBuilder(site, "DepthwiseConv2d3x3Params").set(
            input_height=input_height,
            input_width=input_width,
            channels=channels,
            output_height=output_height,
            output_width=output_width,
            pad_top=window(site, "h", input_height, output_height, 3).pad,
            pad_left=window(site, "w", input_width, output_width, 3).pad,
            stride=stride,
            input_zero_point=source.quantisation.zero_point,
            two_sided=int(layer.two_sided),
            column_pairs=int(self._column_pairs),
        )
        filters, note = _filters(layer), site.input(1).name
        builder.array("filters", "uint32_t", filters, note=note, rows=_rows(layer))
        border = -(-input_width * channels // 4) * 4
        return builder.lowering(scratch_bytes=border + 48 * ((output_width - 1) * stride + 3))

    def work(self, site: Site) -> Work:
        """As counted on the layers of MLPerf Tiny."""
        if _strides(site) == (2, 2):
            return self._work_of_stride_2(site)
        _, height, width, channels = site.output().shape
        fours, rest = divmod(height, 4)
        twos = int(rest > 0) if fours or rest < 3 else 2
        fours, twos = (fours + 1, 0) if fours and rest == 3 else (fours, twos)
        columns, groups = width + 2, -(-channels // 4)
        four, two = Work(47 * width + 30, 72 * width + 32), Work(29 * width + 30, 48 * width + 60)
        if not _one_sided(site):
            four, two = four + Work(10 * width, 10 * width), two + Work(6 * width, 6 * width)
        strips = fours + twos
        planes = strips * (columns * Work(36, 62) + Work(-62, 105))
        return groups * (planes + 4 * (fours * four + twos * two)) + Work(0, 0, 160 * groups)

    def _work_of_stride_2(self, site: Site) -> Work:
        _, height, width, channels = site.output().shape
        strips, groups = -(-height // 2), -(-channels // 4)
        row = width * (Work(37, 41) if self._column_pairs else Work(29, 48))
        if not _one_sided(site):
            row += width * Work(4.5, 4.5) if self._column_pairs else width * Work(6, 6)
        planes = (2 * width + 1) * Work(36, 55) + Work(70, 120)
        a_strip = planes + 4 * (row + Work(17, 15 if self._column_pairs else 46))
        return groups * (strips * a_strip) + Work(0, 0, 160 * groups)


class DepthwiseConv2d3x3PairsS8(DepthwiseConv2d3x3S8):
    """The same for stride 2, two columns at a time: more instructions, fewer cycles."""

    trades = True
    _column_pairs: ClassVar[bool] = True

    def problems(self, site: Site) -> list[str]:
        """See `DepthwiseConv2d3x3S8`; also stride 2 and an even width."""
        found = super().problems(site)
        if not found and (_strides(site) != (2, 2) or site.output().shape[2] % 2):
            found.append("its columns are no pairs of stride 2")
        return found


def _one_sided(site: Site) -> bool:
    layer = depthwise_top_half(site)
    return isinstance(layer, TopHalf) and not layer.two_sided


def _strides(site: Site) -> tuple[int, int]:
    return site.option("stride_h", 1), site.option("stride_w", 1)


def _filters(layer: TopHalf) -> npt.NDArray[Any]:
    """Uint32 [channels][9 or 10]: see the header of the C++ half."""
    taps = layer.weights.reshape(-1, 3, 3)
    words = [layer.bias]
    for column in range(3):
        words.append(halves(taps[:, 0, column], taps[:, 1, column]))
        words.append(halves(taps[:, 1, column], taps[:, 2, column]))
    words += [layer.multipliers, layer.addends]
    if layer.two_sided:
        words.append(layer.negative_steps)
    return np.stack(words, axis=1).astype(np.uint32)


def _rows(layer: TopHalf) -> Rows:
    """What `_filters` is made of."""
    parts = [Part("bias", 1), Part("weights", 6), Part("multiplier, addend", 2)]
    if layer.two_sided:
        parts.append(Part("what negative sums lose", 1))
    return Rows(tuple(f"channel {i}" for i in range(len(layer.bias))), tuple(parts))
