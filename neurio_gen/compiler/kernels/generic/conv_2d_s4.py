"""CONV_2D and FULLY_CONNECTED with weights of four bits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.convolution import scaling_of
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import (
    OPERANDS,
    conv_2d_problems,
    set_geometry,
)
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import fully_connected_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.packed_weights import Array, int4_problems, packed, padded
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    fully_connected_requantisation,
)


@dataclass(frozen=True)
class Packing:
    """How a kernel has filters: multiples of `step` codes, made bytes by `pack`.

    `offset_in_bias`: biases hold what the input's zero point adds. `input_bytes` each element of a
    window takes.
    """

    step: int
    pack: Callable[[Array], Array]
    offset_in_bias: bool = False
    input_bytes: int = 2


class _PackedFilters(Kernel):
    """What both operators share; other instruction sets have a name and a packing of their own."""

    name = "conv_2d_s4"
    limits = "constant symmetric weights"
    packs = True
    packing: ClassVar[Packing] = Packing(2, packed)


class Conv2dS4(_PackedFilters):
    """Any convolution."""

    def problems(self, site: Site) -> list[str]:
        """See `conv_2d_problems`; filters so short that packing them saves nothing."""
        found = int4_problems(site) or conv_2d_problems(site)
        return found or _short(site, self.packing)

    def lower(self, site: Site) -> Lowering:
        """The parameters of `conv_2d_s8`, and filters in four bits."""
        builder = set_geometry(ParameterBuilder(site, "Conv2dS4Params"), site)
        scaling, _ = scaling_of(site, OPERANDS)
        return _lowering(builder, site, scaling, self.packing)


class Conv2dS4FullyConnected(_PackedFilters):
    """A fully connected layer as a 1x1 convolution of one row."""

    def problems(self, site: Site) -> list[str]:
        """Weights with a zero point."""
        found = int4_problems(site) or fully_connected_problems(site)
        quantisation = site.input(1).quantisation
        if not found and quantisation is not None and any(quantisation.zero_points):
            found.append("its weights have a zero point other than 0")
        return found or _short(site, self.packing)

    def lower(self, site: Site) -> Lowering:
        """Rows are pixels."""
        source, weights, output = site.input(0), site.input(1), site.output()
        outputs, depth = weights.shape
        scaling = fully_connected_requantisation(site, source, weights, output)
        count = source.elements // depth
        ones = ("kernel_height", "kernel_width", "groups", "stride_height", "stride_width")
        builder = ParameterBuilder(site, "Conv2dS4Params").set(
            input_height=1,
            input_width=count,
            input_channels=depth,
            output_height=1,
            output_width=count,
            output_channels=outputs,
            **dict.fromkeys((*ones, "dilation_height", "dilation_width"), 1),
            pad_top=0,
            pad_left=0,
        )
        return _lowering(builder, site, scaling, self.packing)


def _short(site: Site, packing: Packing) -> list[str]:
    weights = site.input(1)
    size = weights.elements // weights.shape[0]
    length = -(-size // packing.step) * packing.step
    short = packing.step > 2 and length // 2 >= size
    return ["its filters are so short that packing them saves nothing"] if short else []


def _lowering(
    builder: ParameterBuilder, site: Site, scaling: Requantisation, packing: Packing
) -> Lowering:
    """Append how sums become codes, and the packed filters."""
    weights = site.input(1)
    assert weights.data is not None
    filters = weights.data.reshape(weights.shape[0], -1)
    count = len(filters)
    builder.set(
        input_offset=scaling.input_offset,
        output_offset=scaling.output_offset,
        activation_min=scaling.activation_min,
        activation_max=scaling.activation_max,
    )
    bias = bias_or_zeros(site, 2, count)
    if packing.offset_in_bias:
        added = scaling.input_offset * filters.sum(axis=1, dtype=np.int64)
        bias = (bias + added).astype(np.int32)
    builder.array("weights", "int8_t", None)
    builder.array("bias", "int32_t", bias)
    builder.array("multipliers", "int32_t", np.broadcast_to(scaling.multipliers, count))
    builder.array("shifts", "int32_t", np.broadcast_to(scaling.shifts, count))
    builder.nested("layer", "Conv2dParams")
    long = padded(filters, packing.step)
    builder.set(length=long.shape[1])
    note, layout = f"{weights.name} {weights.shape}, int4", rows.filters(count)
    builder.array("packed", "uint8_t", packing.pack(long), note=note, rows=layout)
    return builder.lowering(scratch_bytes=packing.input_bytes * long.shape[1])
