"""DEPTHWISE_CONV_2D, int8: dilated, any depth multiplier, per channel or per tensor."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros, bias_problems, requantisation


def depthwise_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no depthwise kernel for activations of `dtype` supports."""
    source, weights, output = site.input(0), site.input(1), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.types(DType.INT8, weights=weights)
    found += checks.rank(source, [4], "input") + checks.rank(weights, [4], "weights")
    found += checks.constant(weights=weights) + checks.per_tensor(input=source, output=output)
    found += checks.activation(site)
    if dtype == DType.INT8:
        found += bias_problems(site, 2)
    if found:
        return found
    found += checks.batch_one(source) + checks.per_channel(weights, 3)
    assert weights.quantisation is not None
    if any(weights.quantisation.zero_points):
        found.append("its weights have a zero point other than 0")
    return found


def set_geometry(builder: ParameterBuilder, site: Site) -> ParameterBuilder:
    """Append shapes, depth multiplier and windows."""
    _, input_height, input_width, input_channels = site.input(0).shape
    _, output_height, output_width, output_channels = site.output().shape
    _, kernel_height, kernel_width, _ = site.input(1).shape
    rows = window(site, "h", input_height, output_height, kernel_height)
    columns = window(site, "w", input_width, output_width, kernel_width)
    return builder.set(
        input_height=input_height,
        input_width=input_width,
        input_channels=input_channels,
        output_height=output_height,
        output_width=output_width,
        depth_multiplier=output_channels // input_channels,
        kernel_height=kernel_height,
        kernel_width=kernel_width,
        stride_height=rows.stride,
        stride_width=columns.stride,
        dilation_height=rows.dilation,
        dilation_width=columns.dilation,
        pad_top=rows.pad,
        pad_left=columns.pad,
    )


class DepthwiseConv2dS8(Kernel):
    """Any int8 depthwise convolution."""

    name = "depthwise_conv_2d_s8"
    limits = "batch 1, constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `depthwise_problems`."""
        return depthwise_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [y][x][output channel]."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None
        scaling = requantisation(site, source, weights, output, output.shape[3])
        builder = set_geometry(ParameterBuilder(site, "DepthwiseConv2dParams"), site).set(
            input_offset=scaling.input_offset,
            output_offset=scaling.output_offset,
            activation_min=scaling.activation_min,
            activation_max=scaling.activation_max,
        )
        builder.array("weights", "int8_t", weights.data, note=f"{weights.name} {weights.shape}")
        builder.array("bias", "int32_t", bias_or_zeros(site, 2, output.shape[3]))
        builder.array("multipliers", "int32_t", scaling.multipliers)
        builder.array("shifts", "int32_t", scaling.shifts)
        return builder.lowering()
