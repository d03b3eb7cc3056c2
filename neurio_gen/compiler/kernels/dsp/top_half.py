"""Requantisation whose result lies in the top half of a register: codes without variable shifts.

TFLite Micro makes a code of an accumulator `acc` by rounding twice: x = round(acc * m / 2^31), then
round(x / 2^e), ties away from zero. For x >= 0 both steps together are one division,

    code = floor((acc * m + 2^30 + 2^(30 + e)) / 2^(31 + e)),

because nested floors of integers join; for x < 0 the sum loses another 2^31. If the weights and
the bias are scaled by 2^(17 - e) beforehand, SMMLA(acc * 2^(17 - e), m, c) with c = 2^15 +
2^(15 - e) + zero_point * 2^16 leaves the code in the upper 16 bits, whatever the channel's e was:
one SSAT #8 with ASR #16, or PKHTB and USAT16 for several codes, ends the job. Of the scale, 2^8
comes for free with the activations, which are taken from the high byte of each half-word.

Where e > 9 that scale is too small for the activations; then m loses its lowest bits. Whether that,
or anything else, changes a result is not argued but tested: both functions are monotone, so they
agree everywhere if they agree on both sides of each of at most 255 steps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.dsp.requantise import accumulator_bounds, folded_bias
from neurio_gen.compiler.kernels.requantisation import Requantisation

_ACTIVATION_BITS = 8
"""Activations are multiplied as code * 2^8."""

_LARGEST_EXACT_EXPONENT = 17 - _ACTIVATION_BITS

_NUDGES = tuple(sign * step for step in range(8, 264, 8) for sign in (-1, 1))
"""What is tried on the scaled bias, in fractions of an accumulator's unit, where steps are off."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class TopHalf:
    """Constants of a layer. All arrays are int64, [channels] but `weights`, [channels][taps].

    sum(weights * activations * 2^8) + bias is the scaled accumulator s; the code is the upper half
    of SMMLA(s, multipliers, addends), less `negative_steps` where `two_sided` and s < 0, saturated.
    """

    weights: Array
    bias: Array
    multipliers: Array
    addends: Array
    negative_steps: Array
    two_sided: bool


def top_half(weights: Array, bias: Array, scaling: Requantisation) -> TopHalf | list[str]:
    """The constants for int8 weights [channels][taps], or the reasons why there are none."""
    if (scaling.activation_min, scaling.activation_max) != (-128, 127):
        return ["its activation clamps within the range of int8"]
    exponents = np.where(scaling.multipliers == 0, 1, -scaling.shifts.astype(np.int64))
    if exponents.min() < 1:
        return ["a requantisation factor is 0.5 or more"]
    folded = folded_bias(weights, bias, scaling.input_offset)
    low, high = accumulator_bounds(weights, folded)
    dropped = np.maximum(exponents - _LARGEST_EXACT_EXPONENT, 0)
    scale = 17 - exponents + dropped
    multipliers = (scaling.multipliers + ((1 << dropped) >> 1)) >> dropped
    # Where a large bias would overflow the scaled sum, most of it moves to the addend.
    moved = np.where(np.maximum(-low, high) << scale >= 2**31, (low + high) >> 1, 0)
    addends, rest = _addends(exponents, moved << scale, multipliers)
    room = 2**31 - _NUDGES[-1] - rest
    if np.any(np.maximum(moved - low, high - moved) << scale >= room):
        return ["its accumulators are too large to be scaled"]
    layer = TopHalf(
        weights=weights.astype(np.int64) << (scale - _ACTIVATION_BITS)[:, np.newaxis],
        bias=((folded - moved) << scale) + rest,
        multipliers=np.minimum(multipliers, 2**31 - 1),
        addends=addends + scaling.output_offset * 2**16,
        negative_steps=2**16 >> exponents,
        two_sided=scaling.output_offset != -128,
    )
    if layer.two_sided and moved.any():
        return ["its biases are too large for accumulators that keep their sign"]
    steps = _Steps(scaling, exponents, low, high)
    exact = layer.bias
    for nudge in _NUDGES:
        wrong = ~steps.agree(layer, scale, folded)
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


class _Steps:
    """The accumulators around each step of a layer's code, and the codes there."""

    def __init__(self, scaling: Requantisation, exponents: Array, low: Array, high: Array) -> None:
        low, high = low[:, np.newaxis], high[:, np.newaxis]
        multipliers = scaling.multipliers.astype(np.int64)[:, np.newaxis]
        exponents = exponents[:, np.newaxis]

        def reference(acc: Array) -> Array:
            x = (acc * multipliers + 2**30) >> 31
            rounded = (x + (1 << (exponents - 1)) - (x < 0)) >> exponents
            return np.clip(rounded + scaling.output_offset, -128, 127)

        # The smallest accumulator that gives each code or more, by bisection for all at once.
        codes = np.arange(-127, 128)[np.newaxis, :]
        below, above, _ = np.broadcast_arrays(low - 1, high + 1, codes)
        while np.any(above - below > 1):
            middle = (below + above) >> 1
            reached = reference(middle) >= codes
            narrow = above - below > 1
            above = np.where(narrow & reached, middle, above)
            below = np.where(narrow & ~reached, middle, below)
        around = np.concatenate([below, above], axis=1)
        self._accumulators = np.clip(around, low, high)
        self._codes = reference(self._accumulators)

    def agree(self, layer: TopHalf, scale: Array, bias: Array) -> npt.NDArray[np.bool_]:
        """Bool [channels]: whether the layer, whose true bias is `bias`, gives the same codes.

        `scale` is the power of two by which the layer's sums exceed the true accumulators.
        """
        offsets = (layer.bias - (bias << scale))[:, np.newaxis]
        sums = (self._accumulators << scale[:, np.newaxis]) + offsets
        top = ((sums * layer.multipliers[:, np.newaxis]) >> 32) + layer.addends[:, np.newaxis]
        if layer.two_sided:
            top -= np.where(sums < 0, layer.negative_steps[:, np.newaxis], 0)
        same: npt.NDArray[np.bool_] = (np.clip(top >> 16, -128, 127) == self._codes).all(axis=1)
        return same
