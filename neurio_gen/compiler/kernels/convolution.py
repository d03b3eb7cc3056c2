"""What convolutions of all kinds share: checks, shapes, weights, biases and scales."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler import checks
from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.kernel import ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    bias_problems,
    requantisation,
)
from neurio_gen.compiler.kernels.sixteen_bits import (
    long_bias_problems,
    set_accumulation,
    symmetric,
)


@dataclass(frozen=True)
class Operands:
    """Positions of a convolution's inputs, and the axis of its weights with output channels."""

    source: int = 0
    weights: int = 1
    bias: int = 2
    channel_axis: int = 0


def convolution_problems(
    site: Site, dtype: DType, operands: Operands, **constants: Tensor
) -> list[str]:
    """What no convolution for activations of `dtype` supports: int8, or int16 without zero points.

    `constants` are further inputs that have to be constant, by their roles.
    """
    source, weights, output = _tensors(site, operands)
    found = checks.types(dtype, input=source, output=output)
    found += checks.types(DType.INT8, weights=weights)
    found += checks.rank(source, [4], "input") + checks.rank(weights, [4], "weights")
    found += checks.constant(weights=weights, **constants)
    found += checks.per_tensor(input=source, output=output)
    found += checks.activation(site)
    if dtype == DType.INT8:
        found += bias_problems(site, operands.bias)
    if not found:
        found += checks.batch_one(source) + checks.per_channel(weights, operands.channel_axis)
        assert weights.quantisation is not None
        if any(weights.quantisation.zero_points):
            found.append("its weights have a zero point other than 0")
    if dtype == DType.INT16:
        found += symmetric(input=source, output=output) + long_bias_problems(site, operands.bias)
    return found


def image_fields(site: Site, operands: Operands) -> dict[str, int]:
    """Sizes of the images before and after, by the names of parameters."""
    _, input_height, input_width, input_channels = site.input(operands.source).shape
    _, output_height, output_width, _ = site.output().shape
    return {
        "input_height": input_height,
        "input_width": input_width,
        "input_channels": input_channels,
        "output_height": output_height,
        "output_width": output_width,
    }


def window_fields(site: Site) -> dict[str, int]:
    """Strides, dilations and paddings of a convolution, by the names of parameters."""
    _, input_height, input_width, _ = site.input(0).shape
    _, output_height, output_width, _ = site.output().shape
    _, kernel_height, kernel_width, _ = site.input(1).shape
    rows = window(site, "h", input_height, output_height, kernel_height)
    columns = window(site, "w", input_width, output_width, kernel_width)
    return {
        "stride_height": rows.stride,
        "stride_width": columns.stride,
        "dilation_height": rows.dilation,
        "dilation_width": columns.dilation,
        "pad_top": rows.pad,
        "pad_left": columns.pad,
    }


def set_weights_s8(
    builder: ParameterBuilder, site: Site, operands: Operands, *, elsewhere: bool = False
) -> ParameterBuilder:
    """Append offsets, the activation, weights as they are, biases and scales of an int8 layer.

    The weights' field is null where they are `elsewhere`.
    """
    scaling, channels = scaling_of(site, operands)
    builder.set(
        input_offset=scaling.input_offset,
        output_offset=scaling.output_offset,
        activation_min=scaling.activation_min,
        activation_max=scaling.activation_max,
    )
    if elsewhere:
        builder.array("weights", "int8_t", None)
    else:
        _set_weights(builder, site, operands)
    builder.array("bias", "int32_t", bias_or_zeros(site, operands.bias, channels))
    builder.array("multipliers", "int32_t", scaling.multipliers)
    return builder.array("shifts", "int32_t", scaling.shifts)


def set_weights_s16(builder: ParameterBuilder, site: Site, operands: Operands) -> ParameterBuilder:
    """Append the activation, weights as they are, 64-bit biases and scales of an int16 layer."""
    scaling, channels = scaling_of(site, operands)
    builder.set(activation_min=scaling.activation_min, activation_max=scaling.activation_max)
    _set_weights(builder, site, operands)
    return set_accumulation(builder, site, scaling, operands.bias, channels)


def _tensors(site: Site, operands: Operands) -> tuple[Tensor, Tensor, Tensor]:
    return site.input(operands.source), site.input(operands.weights), site.output()


def scaling_of(site: Site, operands: Operands) -> tuple[Requantisation, int]:
    """How accumulators become codes, and of how many output channels."""
    source, weights, output = _tensors(site, operands)
    channels = output.shape[3]
    return requantisation(site, source, weights, output, channels), channels


def _set_weights(builder: ParameterBuilder, site: Site, operands: Operands) -> None:
    weights = site.input(operands.weights)
    assert weights.data is not None
    _, height, width, _ = weights.shape
    by_filter = operands.channel_axis == 0
    layout = rows.filters(weights.shape[0]) if by_filter else rows.taps(height, width)
    note = f"{weights.name} {weights.shape}"
    builder.array("weights", "int8_t", weights.data, note=note, rows=layout)
