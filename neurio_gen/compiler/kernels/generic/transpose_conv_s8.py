"""TRANSPOSE_CONV, int8, per channel or per tensor."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.geometry import same_padding
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros, bias_problems, requantisation

WEIGHTS, SOURCE, BIAS = 1, 2, 3
"""Positions of the inputs; the first is the output's shape, which the output has already."""


def transpose_conv_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no transposed convolution for activations of `dtype` supports."""
    source, weights, output = site.input(SOURCE), site.input(WEIGHTS), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.types(DType.INT8, weights=weights)
    found += checks.rank(source, [4], "input") + checks.rank(weights, [4], "weights")
    found += checks.constant(weights=weights, **{"output shape": site.input(0)})
    found += checks.per_tensor(input=source, output=output)
    found += checks.activation(site)
    if dtype == DType.INT8:
        found += bias_problems(site, BIAS)
    if found:
        return found
    found += checks.batch_one(source) + checks.per_channel(weights, 0)
    assert weights.quantisation is not None
    if any(weights.quantisation.zero_points):
        found.append("its weights have a zero point other than 0")
    return found


def set_geometry(builder: ParameterBuilder, site: Site) -> ParameterBuilder:
    """Append shapes, strides and paddings."""
    _, input_height, input_width, input_channels = site.input(SOURCE).shape
    _, output_height, output_width, output_channels = site.output().shape
    _, kernel_height, kernel_width, _ = site.input(WEIGHTS).shape
    stride_height, stride_width = site.option("stride_h"), site.option("stride_w")
    return builder.set(
        input_height=input_height,
        input_width=input_width,
        input_channels=input_channels,
        output_height=output_height,
        output_width=output_width,
        output_channels=output_channels,
        kernel_height=kernel_height,
        kernel_width=kernel_width,
        stride_height=stride_height,
        stride_width=stride_width,
        pad_top=_pad(site, output_height, kernel_height, stride_height),
        pad_left=_pad(site, output_width, kernel_width, stride_width),
    )


class TransposeConvS8(Kernel):
    """Any int8 transposed convolution."""

    name = "transpose_conv_s8"
    limits = "batch 1, constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `transpose_conv_problems`."""
        return transpose_conv_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [output channel][y][x][input channel]."""
        source, weights, output = site.input(SOURCE), site.input(WEIGHTS), site.output()
        assert weights.data is not None
        scaling = requantisation(site, source, weights, output, output.shape[3])
        builder = set_geometry(ParameterBuilder(site, "TransposeConvParams"), site).set(
            input_offset=scaling.input_offset,
            output_offset=scaling.output_offset,
            activation_min=scaling.activation_min,
            activation_max=scaling.activation_max,
        )
        builder.array("weights", "int8_t", weights.data, note=f"{weights.name} {weights.shape}")
        builder.array("bias", "int32_t", bias_or_zeros(site, BIAS, output.shape[3]))
        builder.array("multipliers", "int32_t", scaling.multipliers)
        builder.array("shifts", "int32_t", scaling.shifts)
        return builder.lowering()


def _pad(site: Site, output: int, size: int, stride: int) -> int:
    """The padding of the convolution that this one transposes: from the output to the input."""
    if site.option("padding") != "SAME":
        return 0
    return same_padding(output, -(-output // stride), size, stride, 1)
