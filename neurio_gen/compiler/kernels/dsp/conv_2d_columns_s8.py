"""CONV_2D on the DSP extension: any window, stride, dilation and padding, one group."""

from __future__ import annotations

from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.kernels.dsp.column_work import PATCHES
from neurio_gen.compiler.kernels.dsp.conv_1x1_s8 import conv_2d_filter_bank
from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


class Conv2dColumnsS8(Kernel):
    """Patches of the image become columns of int16, three at a time."""

    name = "conv_2d_columns_s8"
    isa = Isa.DSP

    def problems(self, site: Site) -> list[str]:
        """See `one_group_problems`."""
        return one_group_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Filters in pairs, see FilterBank."""
        builder = ParameterBuilder(site, "Conv2dColumnsParams")
        bank = conv_2d_filter_bank(site)
        set_geometry(builder, bank)
        return builder.lowering(scratch_bytes=36 * bank.quads)

    def work(self, site: Site) -> Work | None:
        """See column_work.py; not known for pixels that are no whole words."""
        if site.input(0).shape[3] % 4:
            return None
        _, height, width, _ = site.output().shape
        return PATCHES.work(conv_2d_filter_bank(site), height * width)


def one_group_problems(site: Site) -> list[str]:
    """See `conv_2d_problems`; also one group, and filters that a FilterBank can hold."""
    found = conv_2d_problems(site)
    if found:
        return found
    groups = site.input(0).shape[3] // site.input(1).shape[3]
    if groups != 1:
        return [f"it has {groups} groups"]
    return conv_2d_filter_bank(site).problems()


def set_geometry(builder: ParameterBuilder, bank: FilterBank) -> None:
    """Append the fields `bank`, `patches`, `output_height` and `output_width`."""
    bank.set_on(builder)
    set_patches(builder)


def set_patches(builder: ParameterBuilder) -> None:
    """Append the fields `patches`, `output_height` and `output_width`."""
    site = builder.site
    source, weights, output = site.input(0), site.input(1), site.output()
    assert source.quantisation is not None
    _, height, width, channels = source.shape
    _, window_height, window_width, _ = weights.shape
    _, output_height, output_width, _ = output.shape
    rows = window(site, "h", height, output_height, window_height)
    columns = window(site, "w", width, output_width, window_width)
    builder.set(
        height=height,
        width=width,
        channels=channels,
        window_height=window_height,
        window_width=window_width,
        stride_height=rows.stride,
        stride_width=columns.stride,
        dilation_height=rows.dilation,
        dilation_width=columns.dilation,
        pad_top=rows.pad,
        pad_left=columns.pad,
        zero_point=source.quantisation.zero_point,
    )
    builder.nested("patches", "Patches", 12).set(
        output_height=output_height, output_width=output_width
    )
