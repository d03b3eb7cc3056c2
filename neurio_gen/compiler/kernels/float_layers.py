"""What float32 layers share: activation bounds, biases, and filters side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import ParameterBuilder, Site
from neurio_gen.compiler.kernels.rows import float_blocks

_LARGEST = float(np.finfo(np.float32).max)
_BOUNDS = {
    "NONE": (-_LARGEST, _LARGEST),
    "RELU": (0.0, _LARGEST),
    "RELU6": (0.0, 6.0),
    "RELU_N1_TO_1": (-1.0, 1.0),
}
Array = npt.NDArray[Any]

_BLOCKS = (4, 2, 1)
"""Filters that a block has: kernels/common/float_products.h."""


def bounds(activation: str) -> dict[str, float]:
    """The range that an activation clamps to, by the names of parameters."""
    low, high = _BOUNDS[activation]
    return {"activation_min": low, "activation_max": high}


def activation_bounds(site: Site) -> dict[str, float]:
    """The range of a fused activation, by the names of parameters."""
    return bounds(site.option("fused_activation_function", "NONE"))


def float_problems(site: Site, bias: int | None = None, **tensors: Tensor) -> list[str]:
    """All of these are float32; the bias at that position, where there is one, is constant, too."""
    found = checks.types(DType.FLOAT32, **tensors)
    if bias is not None and site.has_input(bias):
        found += checks.types(DType.FLOAT32, bias=site.input(bias))
        found += checks.constant(bias=site.input(bias))
    return found + checks.activation(site)


def float_convolution_problems(site: Site) -> list[str]:
    """What no float32 convolution supports: other types and shapes, weights that are computed."""
    source, weights = site.input(0), site.input(1)
    found = float_problems(site, 2, input=source, weights=weights, output=site.output())
    found += checks.rank(source, [4], "input") + checks.rank(weights, [4], "weights")
    found += checks.constant(weights=weights)
    return found or checks.batch_one(source)


def set_bias(builder: ParameterBuilder, site: Site, position: int, channels: int) -> None:
    """Append the bias, zeros where there is none."""
    values = site.input(position).data if site.has_input(position) else None
    builder.array("bias", "float", np.zeros(channels, np.float32) if values is None else values)


def set_filters(builder: ParameterBuilder, groups: Sequence[Array], note: str) -> None:
    """Append the weights of groups of filters, each [filter][element].

    They lie by blocks: [group][block][element][filter of the block].
    """
    blocks = [block for group in groups for block in _blocks(len(group))]
    packed = [group[block].T.ravel() for group in groups for block in _blocks(len(group))]
    even = len({values.size for values in packed}) == 1
    layout = float_blocks(blocks) if even and len(groups) == 1 else None
    builder.array("weights", "float", np.concatenate(packed), note=note, rows=layout)


def _blocks(filters: int) -> list[slice]:
    """The filters of each block: fours, then what is left."""
    found, first = [], 0
    for size in _BLOCKS:
        while first + size <= filters:
            found.append(slice(first, first + size))
            first += size
    return found
