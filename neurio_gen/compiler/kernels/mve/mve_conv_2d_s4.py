"""CONV_2D and FULLY_CONNECTED with weights of four bits, sixteen products at once."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.conv_2d_s4 import (
    Conv2dS4,
    Conv2dS4FullyConnected,
    Packing,
)
from neurio_gen.compiler.kernels.packed_weights import Array, pairs
from neurio_gen.isa import Isa


def _vectors(filters: Array) -> Array:
    """Of 32 codes, the first half in the low halves of sixteen bytes."""
    halves = filters.reshape(len(filters), -1, 2, 16)
    return pairs(halves[:, :, 0], halves[:, :, 1]).reshape(len(filters), -1)


_PACKING = Packing(32, _vectors, offset_in_bias=True, input_bytes=1)


class MveConv2dS4(Conv2dS4):
    """Any convolution whose filters are not too short."""

    name = "mve_conv_2d_s4"
    isa = Isa.MVE
    packing = _PACKING


class MveConv2dS4FullyConnected(Conv2dS4FullyConnected):
    """Any fully connected layer with symmetric weights that is not too short."""

    name = "mve_conv_2d_s4"
    isa = Isa.MVE
    packing = _PACKING
