"""Which channels hold one known code at every position, whatever the model's input.

A filter of zeros gives its bias everywhere; what follows such a channel may be constant as well.
A padded window sees the zero point beyond the border, so it makes a constant only of a constant
that is the zero point.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import (
    Multiplier,
    activation_range,
    multiply,
    wrap_int32,
)
from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.graph import Graph, Operator, Tensor
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    fully_connected_requantisation,
    requantisation,
)

UNKNOWN = 1000
"""Stands for a channel that is not known to be constant."""

Array = npt.NDArray[Any]


def constant_channels(graph: Graph) -> dict[int, Array]:
    """Tensor id -> int64 [channels], the code or UNKNOWN, for the outputs of known operators."""
    known: dict[int, Array] = {}
    for operator in graph.operators:
        output = graph.tensors[operator.outputs[0]]
        source = operator.inputs[0] if operator.inputs else None
        if source is None or not output.shape:
            continue
        codes = known.get(source)
        site = Site(graph, operator, 0)
        if operator.kind in ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"):
            if is_weighted(graph, operator):
                if codes is None:
                    codes = np.full(graph.tensors[source].shape[-1], UNKNOWN)
                known[operator.outputs[0]] = _weighted(site, codes)
        elif codes is None:
            continue
        elif operator.kind in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
            name = site.option("fused_activation_function", "NONE")
            low, high = activation_range(name, output)
            known[operator.outputs[0]] = np.where(
                codes == UNKNOWN, UNKNOWN, np.clip(codes, low, high)
            )
        elif operator.kind == "LOOKUP":
            table = np.append(site.option("table").astype(np.int64), UNKNOWN)
            known[operator.outputs[0]] = table[np.minimum(codes + 128, 256)]
        elif operator.kind == "RESHAPE" and output.shape[-1] == len(codes):
            known[operator.outputs[0]] = codes
    return known


def is_weighted(graph: Graph, operator: Operator) -> bool:
    """Whether this is a plain int8 layer: one group, one filter a channel, no filter offset."""
    source, weights = graph.tensor(operator.inputs[0]), graph.tensor(operator.inputs[1])
    output = graph.tensors[operator.outputs[0]]
    tensors = (source, weights, output)
    if weights.data is None or any(t.quantisation is None for t in tensors):
        return False
    if any(t.dtype.value != "int8" for t in tensors) or not source.shape:
        return False
    if any(weights.quantisation.zero_points if weights.quantisation else ()):
        return False
    bias = operator.inputs[2] if len(operator.inputs) > 2 else None
    if bias is not None and not _is_plain_bias(graph.tensors[bias]):
        return False
    # The last axis of weights is the input channels, of depthwise ones those and the filters.
    return weights.shape[-1] == source.shape[-1]


def _is_plain_bias(bias: Tensor) -> bool:
    return bias.data is not None and bias.dtype.value == "int32" and len(bias.shape) == 1


def filters(operator: Operator, weights: Tensor) -> Array:
    """The weights as int64 [filters][taps][input channels]; one input channel if depthwise."""
    assert weights.data is not None
    data = weights.data.astype(np.int64)
    if operator.kind == "DEPTHWISE_CONV_2D":
        return np.moveaxis(data, -1, 0).reshape(data.shape[-1], -1, 1)
    return data.reshape(data.shape[0], -1, data.shape[-1])


def foldable(site: Site, codes: Array) -> Array:
    """Bool [input channels]: constants that add the same to every position of the output."""
    quantisation = site.input(0).quantisation
    assert quantisation is not None
    at_zero: Array = codes == quantisation.zero_point
    if _is_padded(site):
        return at_zero
    known: Array = at_zero | (codes != UNKNOWN)
    return known


def _weighted(site: Site, codes: Array) -> Array:
    """The codes of the output channels."""
    source, weights, output = site.input(0), site.input(1), site.output()
    taps = filters(site.operator, weights)
    count = len(taps)
    scaling = (
        fully_connected_requantisation(site, source, weights, output)
        if site.operator.kind == "FULLY_CONNECTED"
        else requantisation(site, source, weights, output, count)
    )
    offsets = np.where(foldable(site, codes), codes + scaling.input_offset, 0)
    varies = ~foldable(site, codes)
    if site.operator.kind == "DEPTHWISE_CONV_2D":
        offsets, varies = offsets[:, np.newaxis], varies[:, np.newaxis]
    constant = ~((taps != 0).any(axis=1) & varies).any(axis=1)
    sums = bias_or_zeros(site, 2, count) + (taps.sum(axis=1) * offsets).sum(axis=1)
    result = np.full(count, UNKNOWN)
    for channel in np.flatnonzero(constant):
        result[channel] = _code(int(sums[channel]), scaling, int(channel))
    return result


def _code(total: int, scaling: Requantisation, channel: int) -> int:
    at = channel % len(scaling.multipliers)
    factor = Multiplier(int(scaling.multipliers[at]), int(scaling.shifts[at]))
    code = multiply(wrap_int32(total), factor) + scaling.output_offset
    return max(scaling.activation_min, min(scaling.activation_max, code))


def _is_padded(site: Site) -> bool:
    """Whether a window of a convolution reaches beyond its input anywhere."""
    if site.operator.kind == "FULLY_CONNECTED":
        return False
    source, weights, output = site.input(0), site.input(1), site.output()
    for axis, at in (("h", 1), ("w", 2)):
        taps = window(site, axis, source.shape[at], output.shape[at], weights.shape[at])
        last = (output.shape[at] - 1) * taps.stride - taps.pad + taps.reach
        if taps.pad > 0 or last > source.shape[at]:
            return True
    return False
