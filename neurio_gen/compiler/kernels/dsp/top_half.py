"""Requantisation whose result lies in the top half of a register: codes without variable shifts.

TFLite Micro makes a code of an accumulator `acc` by rounding twice: x = round(acc * m / 2^31), then
round(x / 2^e), ties away from zero. For x >= 0 both steps together are one division,

    code = floor((acc * m + 2^30 + 2^(30 + e)) / 2^(31 + e)),

because nested floors of integers join; for x < 0 the sum loses another 2^31. If the weights and
the bias are scaled by 2^(17 - e) beforehand, SMMLA(acc * 2^(17 - e), m, c) with c = 2^15 +
2^(15 - e) + zero_point * 2^16 leaves the code in the upper 16 bits, whatever the channel's e was:
one SSAT #8 with ASR #16, or PKHTB and USAT16 for several codes, ends the job. Of the scale, 2^8
comes for free with the activations, which are taken from the high byte of each half-word.

Where e > 9 that scale is too large; then m loses its lowest bits. Whether that, or anything else,
changes a result is not argued but tested: both functions are monotone, so they agree everywhere if
they agree on both sides of each of at most 255 steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.kernels.dsp.requantise import accumulator_bounds, folded_bias
from neurio_gen.compiler.kernels.requantisation import Requantisation

_ACTIVATION_BITS = 8
"""Activations are multiplied as code * 2^8."""

_LARGEST_EXACT_EXPONENT = 17 - _ACTIVATION_BITS

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
    bounds = accumulator_bounds(weights, folded)
    dropped = np.maximum(exponents - _LARGEST_EXACT_EXPONENT, 0)
    scale = 17 - exponents + dropped
    if np.any(np.maximum(-bounds[0], bounds[1]) << scale >= 2**31):
        return ["its accumulators are too large to be scaled"]
    half = np.where(dropped > 0, 1 << np.maximum(dropped - 1, 0), 0)
    layer = TopHalf(
        weights=weights.astype(np.int64) << (scale - _ACTIVATION_BITS)[:, np.newaxis],
        bias=folded << scale,
        multipliers=np.minimum((scaling.multipliers + half) >> dropped, 2**31 - 1),
        addends=2**15 + (2**15 >> exponents) + scaling.output_offset * 2**16,
        negative_steps=2**16 >> exponents,
        two_sided=scaling.output_offset != -128,
    )
    if _agrees(layer, scaling, exponents, scale, bounds):
        return layer
    return ["its requantisation cannot be had with one multiplication"]


def _agrees(
    layer: TopHalf,
    scaling: Requantisation,
    exponents: Array,
    scale: Array,
    bounds: tuple[Array, Array],
) -> bool:
    """Whether every accumulator within the bounds gives TFLite Micro's code."""
    low, high = (bound[:, np.newaxis] for bound in bounds)
    multipliers = scaling.multipliers.astype(np.int64)[:, np.newaxis]
    exponents = exponents[:, np.newaxis]

    def reference(acc: Array) -> Array:
        x = (acc * multipliers + 2**30) >> 31
        rounded = (x + (1 << (exponents - 1)) - (x < 0)) >> exponents
        return np.clip(rounded + scaling.output_offset, -128, 127)

    def ours(acc: Array) -> Array:
        product = (acc << scale[:, np.newaxis]) * layer.multipliers[:, np.newaxis]
        top = (product >> 32) + layer.addends[:, np.newaxis]
        if layer.two_sided:
            top -= np.where(acc < 0, layer.negative_steps[:, np.newaxis], 0)
        return np.clip(top >> 16, -128, 127)

    # The smallest accumulator that gives each code or more, by bisection for all at once.
    codes = np.arange(-127, 128)[np.newaxis, :]
    below, above = np.broadcast_arrays(low - 1, high + 1, codes)[:2]
    while np.any(above - below > 1):
        middle = (below + above) >> 1
        reached = reference(middle) >= codes
        narrow = above - below > 1
        above = np.where(narrow & reached, middle, above)
        below = np.where(narrow & ~reached, middle, below)
    steps = np.concatenate([np.clip(below, low, high), np.clip(above, low, high)], axis=1)
    return bool(np.array_equal(reference(steps), ours(steps)))
