"""CONV_2D on the DSP extension for images whose pixels are not whole words."""

from __future__ import annotations

from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.kernels.dsp.column_work import STRIPS
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import conv_2d_filter_bank
from neurio_gen.compiler.kernels.dsp.conv_2d_columns_s8 import one_group_problems, set_geometry
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class Conv2dStripS8(Kernel):
    """The rows under a row of windows are copied once, with their borders."""

    name = "conv_2d_strip_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `one_group_problems`; also undilated along x, channels that fill no words."""
        if site.option("dilation_w_factor", 1) != 1:
            return ["its columns are dilated"]
        return one_group_problems(site) or _word_problems(site.input(0).shape[3])

    def lower(self, site: Site) -> Lowering:
        """Filters in pairs, see FilterBank."""
        builder = ParameterBuilder(site, "Conv2dStripParams")
        bank = conv_2d_filter_bank(site)
        set_geometry(builder, bank)
        window_height = site.input(1).shape[1]
        row_bytes = strip_row_bytes(site)
        builder.set(strip_row_bytes=row_bytes)
        return builder.lowering(scratch_bytes=36 * bank.quads + window_height * row_bytes + 8)

    def work(self, site: Site) -> Work:
        """See column_work.py."""
        _, height, width, _ = site.output().shape
        return STRIPS.work(conv_2d_filter_bank(site), height * width)


def strip_row_bytes(site: Site) -> int:
    """Bytes from the first window's left edge to the last one's right edge."""
    _, _, window_width, channels = site.input(1).shape
    output_width = site.output().shape[2]
    stride = window(site, "w", site.input(0).shape[2], output_width, window_width).stride
    return ((output_width - 1) * stride + window_width) * channels


def _word_problems(channels: int) -> list[str]:
    return [f"its {channels} channels are whole words"] if channels % 4 == 0 else []
