"""CONV_2D and FULLY_CONNECTED with weights of four bits, two products at once."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.conv_2d_s4 import (
    Conv2dS4,
    Conv2dS4FullyConnected,
    Packing,
)
from neurio_gen.compiler.kernels.packed_weights import Array, pairs
from neurio_gen.isa import Isa


def _words(filters: Array) -> Array:
    """Of eight codes, the pairs that one instruction takes out of a word lie two bytes apart."""
    eights = filters.reshape(len(filters), -1, 8)
    return pairs(eights[:, :, [0, 2, 1, 3]], eights[:, :, [4, 6, 5, 7]]).reshape(len(filters), -1)


_PACKING = Packing(8, _words)


class Conv2dPairsS4(Conv2dS4):
    """Any convolution."""

    name = "conv_2d_pairs_s4"
    isa = Isa.DSP
    packing = _PACKING


class Conv2dPairsS4FullyConnected(Conv2dS4FullyConnected):
    """Any fully connected layer with symmetric weights."""

    name = "conv_2d_pairs_s4"
    isa = Isa.DSP
    packing = _PACKING
