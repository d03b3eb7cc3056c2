"""What the depthwise kernels for the DSP extension share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.dsp.top_half import TopHalf, top_half
from neurio_gen.compiler.kernels.generic.depthwise_conv_2d_s8 import depthwise_problems
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros, requantisation
from neurio_gen.compiler.plan import Part, Rows

GROUP = 4
"""Channels per turn: a word of activations."""


def simple_depthwise_problems(site: Site) -> list[str]:
    """One filter a channel, at least one group of channels."""
    found = depthwise_problems(site)
    if found:
        return found
    channels, filters = site.input(0).shape[3], site.input(1).shape[3]
    if channels != filters:
        found.append(f"it has {filters // channels} filters per channel")
    if channels < GROUP:
        found.append(f"it has fewer than {GROUP} channels")
    return found


def plain_3x3_problems(site: Site) -> list[str]:
    """See `simple_depthwise_problems`; also 3x3, not dilated."""
    found = simple_depthwise_problems(site)
    if found:
        return found
    if site.input(1).shape[1:3] != (3, 3):
        found.append("its kernel is not 3x3")
    if (site.option("dilation_h_factor", 1), site.option("dilation_w_factor", 1)) != (1, 1):
        found.append("it is dilated")
    return found


@lru_cache(maxsize=64)
def depthwise_top_half(site: Site) -> TopHalf | list[str]:
    """Weights [channels][taps], bias and requantisation, or why there is no such requantisation."""
    source, weights, output = site.input(0), site.input(1), site.output()
    assert weights.data is not None
    channels = weights.shape[3]
    scaling = requantisation(site, source, weights, output, channels)
    taps = np.moveaxis(weights.data, 3, 0).reshape(channels, -1)
    return top_half(taps, bias_or_zeros(site, 2, channels), scaling)


def halves(lower: npt.NDArray[Any], upper: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Words of two int16, as int64 within the range of int32."""
    words: npt.NDArray[Any] = (upper << 16) + (lower & 0xFFFF)
    return words


def grouped_filters(layer: TopHalf) -> npt.NDArray[Any]:
    """Constants of kernels that make a word of four channels' codes: uint32 [groups][words].

    Per group four biases; per pair of taps four words of weights; where two-sided, what four
    negative sums lose; four times multiplier and addend. The last group ends with the last channel.
    """
    channels, taps = layer.weights.shape
    even = np.pad(layer.weights, ((0, 0), (0, taps % 2)))
    pairs = halves(even[:, 0::2], even[:, 1::2])
    # The codes are saturated without sign: 128 more.
    addends = layer.addends + 2**23
    groups = []
    for first in [*range(0, channels - GROUP, GROUP), channels - GROUP]:
        these = slice(first, first + GROUP)
        words = [layer.bias[these], pairs[these].T.ravel()]
        if layer.two_sided:
            words.append(layer.negative_steps[these])
        words.append(np.stack([layer.multipliers[these], addends[these]], axis=1).ravel())
        groups.append(np.concatenate(words))
    return np.stack(groups).astype(np.uint32)


def grouped_rows(layer: TopHalf) -> Rows:
    """What `grouped_filters` is made of."""
    channels, taps = layer.weights.shape
    parts = [Part("biases", GROUP), Part("weights: pairs of taps", -(-taps // 2) * GROUP)]
    if layer.two_sided:
        parts.append(Part("what negative sums lose", GROUP))
    parts.append(Part("multipliers and addends", 2 * GROUP))
    return rows.blocks("channels", channels, GROUP, parts)
