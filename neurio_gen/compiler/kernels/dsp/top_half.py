"""Requantisation whose result lies in the top half of a register: codes without variable shifts.

TFLite Micro makes a code of an accumulator `acc` by rounding twice: x = round(acc * m / 2^31), then
round(x / 2^e), ties away from zero. For x >= 0 both steps together are one division,

    code = floor((acc * m + 2^30 + 2^(30 + e)) / 2^(31 + e)),

because nested floors of integers join; for x < 0 the sum loses another 2^31. If the weights and
the bias are scaled by 2^(17 - e) beforehand, SMMLA(acc * 2^(17 - e), m, c) with c = 2^15 +
2^(15 - e) + zero_point * 2^16 leaves the code in the upper 16 bits, whatever the channel's e was:
one SSAT #8 with ASR #16, or PKHTB and USAT16 for several codes, ends the job. A part of the scale
comes for free: 2^8 with activations that are taken from the high byte of each half-word, 2^6 with
the sums of Winograd's F(4x4, 3x3).

Where e is so large that this part exceeds the scale, m loses its lowest bits. Whether that, or
anything else, changes a result is not argued but tested: both functions are monotone, so they agree
everywhere if they agree on both sides of each of at most 255 steps.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.dsp.requantise import (
    accumulator_bounds,
    folded_bias,
    is_one_sided,
    right_shifts,
)
from neurio_gen.compiler.kernels.requantisation import Requantisation

_ACTIVATION_BITS = 8
"""Depthwise kernels multiply activations as code * 2^8."""

_CODE_BITS = 17
"""A sum times 2^(17 - e) has its code in the top half of the product."""

_NUDGES = tuple(sign * step for step in range(8, 264, 8) for sign in (-1, 1))
"""What is tried on the scaled bias, in fractions of an accumulator's unit, where steps are off."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class ScaledSums:
    """Constants of a layer but its weights. All arrays are int64 [channels].

    accumulator * 2^scale, less the input's zero point, plus `bias` is the scaled sum s; the code is
    the upper half of SMMLA(s, multipliers, addends), less `negative_steps` where `two_sided` and
    s < 0, saturated and clamped to the activation's range.
    """

    scale: Array
    bias: Array
    multipliers: Array
    addends: Array
    negative_steps: Array
    two_sided: bool


@dataclass(frozen=True, eq=False)
class TopHalf(ScaledSums):
    """Constants of a depthwise layer: `weights` [channels][taps] int64 that give the scaled sum.

    That is sum(weights * activations * 2^8) + bias.
    """

    weights: Array


def top_half(weights: Array, bias: Array, scaling: Requantisation) -> TopHalf | list[str]:
    """The constants for int8 weights [channels][taps], or the reasons why there are none."""
    if (scaling.activation_min, scaling.activation_max) != (-128, 127):
        return ["its activation clamps within the range of int8"]
    sums = scaled_sums(weights, bias, scaling, _ACTIVATION_BITS)
    if isinstance(sums, list):
        return sums
    scaled = weights.astype(np.int64) << (sums.scale - _ACTIVATION_BITS)[:, np.newaxis]
    return TopHalf(**vars(sums), weights=scaled)


def scaled_sums(
    weights: Array, bias: Array, scaling: Requantisation, free_bits: int
) -> ScaledSums | list[str]:
    """The constants for int8 weights [channels][taps], or the reasons why there are none.

    `free_bits` is the scale that sums have anyway, a power of two.
    """
    exponents = right_shifts(scaling)
    if exponents.min() < 1:
        return ["a requantisation factor is 0.5 or more"]
    folded = folded_bias(weights, bias, scaling.input_offset)
    low, high = accumulator_bounds(weights, folded)
    codes = _Codes(scaling, exponents)
    # A code that no input changes, such as a dead channel's with any bias, needs no sum.
    fixed = codes.of(low) == codes.of(high)
    codes = codes.fixed_at(codes.of(low), fixed)
    folded, low, high = (np.where(fixed, 0, each) for each in (folded, low, high))
    exponents = codes.exponents
    dropped = np.maximum(exponents - (_CODE_BITS - free_bits), 0)
    scale = _CODE_BITS - exponents + dropped
    multipliers = (codes.multipliers + ((1 << dropped) >> 1)) >> dropped
    # Where a large bias would overflow the scaled sum, most of it moves to the addend.
    moved = np.where(np.maximum(-low, high) << scale >= 2**31, (low + high) >> 1, 0)
    addends, rest = _addends(exponents, moved << scale, multipliers)
    room = 2**31 - _NUDGES[-1] - rest
    if np.any(np.maximum(moved - low, high - moved) << scale >= room):
        return ["its accumulators are too large to be scaled"]
    layer = ScaledSums(
        scale=scale,
        bias=((folded - moved) << scale) + rest,
        multipliers=np.minimum(multipliers, 2**31 - 1),
        addends=addends + codes.offsets * 2**16,
        negative_steps=np.where(fixed, 0, 2**16 >> exponents),
        two_sided=not is_one_sided(scaling),
    )
    if layer.two_sided and moved.any():
        return ["its biases are too large for accumulators that keep their sign"]
    steps = _Steps(codes, low, high)
    exact = layer.bias
    for nudge in _NUDGES:
        wrong = ~steps.agree(layer, folded)
        if not wrong.any():
            return layer
        layer = replace(layer, bias=np.where(wrong, exact + nudge, layer.bias))
    return ["its requantisation cannot be had with one multiplication"]


def _addends(exponents: Array, moved: Array, multipliers: Array) -> tuple[Array, Array]:
    """The halves of both roundings plus `moved` times the multipliers, in the unit of the product's
    upper word; and what that leaves over, in the unit of the sum.
    """
    # Exact, in 2^-32 of the unit: wider than 64 bits.
    exact = moved.astype(object) * multipliers + 2**47 + [2**47 >> int(e) for e in exponents]
    addends = np.clip(exact // 2**32, -(2**29), 2**29).astype(np.int64)
    rest = (exact % 2**32 // np.maximum(multipliers, 1)).astype(np.int64)
    return addends, np.where(multipliers == 0, 0, rest)


class _Codes:
    """The codes of accumulators as TFLite Micro makes them, channel by channel; int64 arrays."""

    def __init__(self, scaling: Requantisation, exponents: Array) -> None:
        self.multipliers = scaling.multipliers.astype(np.int64)
        self.exponents = exponents
        self.offsets = np.full(len(exponents), scaling.output_offset, np.int64)
        self._range = scaling.activation_min, scaling.activation_max

    def fixed_at(self, codes: Array, channels: Array) -> _Codes:
        """The same, but these channels have one code whatever the accumulator."""
        fixed = copy(self)
        fixed.multipliers = np.where(channels, 0, self.multipliers)
        fixed.exponents = np.where(channels, 1, self.exponents)
        fixed.offsets = np.where(channels, codes, self.offsets)
        return fixed

    def of(self, accumulators: Array) -> Array:
        """The codes of accumulators [channels] or [channels][any]."""
        column = (slice(None), *([np.newaxis] * (accumulators.ndim - 1)))
        exponents = self.exponents[column]
        x = (accumulators * self.multipliers[column] + 2**30) >> 31
        rounded = (x + (1 << (exponents - 1)) - (x < 0)) >> exponents
        return self.clamp(rounded + self.offsets[column])

    def clamp(self, codes: Array) -> Array:
        """Within the activation's range."""
        return np.clip(codes, *self._range)


_NEAR = 8
"""Accumulators around the one that a real number's rounding would take for a step."""


def _near(codes: _Codes, low: Array, high: Array, steps: Array) -> tuple[Array, Array]:
    """Bounds of the smallest accumulator for each step [channels][steps], close ones as a rule.

    None below gives the step's code, all from the ones above on give it or more; bounds outside of
    `low` to `high` stand for no accumulator at all.
    """
    least, most = low - 1, high + 1
    real = np.ldexp(steps - codes.offsets[:, np.newaxis] - 0.5, 31 + codes.exponents[:, np.newaxis])
    guess = real / np.maximum(codes.multipliers, 1)[:, np.newaxis]
    near = np.clip(guess, least, most).astype(np.int64)
    below, above = np.maximum(near - _NEAR, least), np.minimum(near + _NEAR, most)
    too_high = (below > least) & (codes.of(below) >= steps)
    too_low = (above < most) & (codes.of(above) < steps)
    wrong = too_high | too_low
    return np.where(wrong, least, below), np.where(wrong, most, above)


class _Steps:
    """The accumulators around each step of a layer's code, and the codes there."""

    def __init__(self, codes: _Codes, low: Array, high: Array) -> None:
        low, high = low[:, np.newaxis], high[:, np.newaxis]
        self._clamp = codes.clamp
        # The smallest accumulator that gives each code or more, by bisection for all at once.
        steps = np.arange(-127, 128)[np.newaxis, :]
        below, above = _near(codes, low, high, steps)
        while np.any(above - below > 1):
            middle = (below + above) >> 1
            reached = codes.of(middle) >= steps
            narrow = above - below > 1
            above = np.where(narrow & reached, middle, above)
            below = np.where(narrow & ~reached, middle, below)
        around = np.concatenate([below, above], axis=1)
        self._accumulators = np.clip(around, low, high)
        self._codes = codes.of(self._accumulators)

    def agree(self, layer: ScaledSums, bias: Array) -> npt.NDArray[np.bool_]:
        """Bool [channels]: whether the layer, whose true bias is `bias`, gives the same codes."""
        offsets = (layer.bias - (bias << layer.scale))[:, np.newaxis]
        sums = (self._accumulators << layer.scale[:, np.newaxis]) + offsets
        top = ((sums * layer.multipliers[:, np.newaxis]) >> 32) + layer.addends[:, np.newaxis]
        if layer.two_sided:
            top -= np.where(sums < 0, layer.negative_steps[:, np.newaxis], 0)
        same: npt.NDArray[np.bool_] = (self._clamp(top >> 16) == self._codes).all(axis=1)
        return same
