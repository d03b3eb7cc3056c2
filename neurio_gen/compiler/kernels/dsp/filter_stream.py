"""Host half of firmware/kernels/dsp/filter_pairs.h: the constant stream of pairs of filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import Multiplier, multiply
from neurio_gen.compiler.kernels.dsp.requantise import (
    accumulator_bounds,
    folded_bias,
    is_one_sided,
    right_shifts,
)
from neurio_gen.compiler.kernels.requantisation import Requantisation

Array = npt.NDArray[Any]

_TWO_SIDED_SHIFTS = (1, 22)
_ONE_SIDED_SHIFTS = (0, 15)
_SUM_LIMIT = 1 << 30
_HIGH_SUM_LIMIT = 1 << 23


@dataclass(frozen=True, eq=False)
class Filters:
    """Filters as the kernels take them; int64, the first axis counts the filters.

    `weights` [filters][taps]; `bias` with the input's zero point folded in; a factor is
    multiplier * 2^(-31 - shift); `offsets` are added last, each filter's own zero point; `reach`
    is the largest absolute sum over all inputs. `clamped_below` says that codes under the zero
    point do not occur.
    """

    weights: Array
    bias: Array
    multipliers: Array
    shifts: Array
    offsets: Array
    reach: Array
    clamped_below: bool

    def fit_one_sided(self) -> bool:
        """Whether the one-sided requantisation of filter_pairs.h is exact for all filters."""
        return (
            self.clamped_below
            and _within(self.shifts, _ONE_SIDED_SHIFTS)
            and bool(np.all(self.reach < 1 << (14 + self.shifts)))
        )

    def fit_two_sided(self) -> bool:
        """Whether the two-sided requantisation of filter_pairs.h is exact for all filters."""
        return _within(self.shifts, _TWO_SIDED_SHIFTS) and bool(np.all(self.reach < _SUM_LIMIT))

    def fit_pairs(self) -> bool:
        """Whether one SMLAD may sum up two neighbouring filters."""
        low = np.arange(0, len(self.weights) // 2 * 2, 2)
        return self.fit_as(low, low + 1)

    def fit_as(self, low: Array, high: Array) -> bool:
        """Whether one SMLAD may sum up each of these pairs of filters."""
        lanes = 256 * self.weights[high] + self.weights[low]
        high_sums = self.reach[high]
        return bool(np.all(lanes >= -(1 << 15)) and np.all(high_sums < _HIGH_SUM_LIMIT))

    def pairs(self, low: Array, high: Array, one_sided: bool) -> Array:
        """uint32 [pairs][words] for pairs of filter numbers; -1 stands for a filter of zeros."""
        weights = np.pad(self.weights, ((0, 1), (0, -self.weights.shape[1] % 4)))
        bias = np.pad(self.bias, (0, 1))
        biases = np.stack([256 * bias[high] + bias[low], bias[low]], axis=1)
        words = [
            biases,
            _weight_words(256 * weights[high] + weights[low]),
            self._requantisation(one_sided, is_high=True)[high],
            self._requantisation(one_sided, is_high=False)[low],
        ]
        return np.concatenate(words, axis=1).astype(np.uint32)

    def _requantisation(self, one_sided: bool, is_high: bool) -> Array:
        """Multiplier, addend and shift of every filter, and of one that is all zeros."""
        shifts = self.shifts
        half = (1 << shifts) // 2
        if not one_sided:
            addends = half + (self.offsets << shifts)
        elif is_high:
            addends = 64 + 128 * (half + (self.offsets << shifts))
            shifts = shifts + 7
        else:
            addends = (1 << (15 - shifts)) + (half << (16 - shifts)) + (self.offsets << 16)
            shifts = 17 - shifts
        return np.pad(np.stack([self.multipliers, addends, shifts], axis=1), ((0, 1), (0, 0)))


@dataclass(frozen=True, eq=False)
class Sixes:
    """Constants of filters six by six, uint32: `stream` [sixes][words].

    `requantisation` [pairs][6], or [1][6] where they are `shared`.
    """

    stream: Array
    requantisation: Array
    shared: bool


def sixes(pairs: Array) -> Sixes:
    """Pairs, a multiple of three, as the loops over six filters read them."""
    count, quads = len(pairs) // 3, (pairs.shape[1] - 8) // 2
    biases = pairs[:, :2].reshape(count, 6)
    weights = pairs[:, 2:-6].reshape(count, 3, quads, 2).transpose(0, 2, 1, 3)
    stream = np.concatenate([biases, weights.reshape(count, 6 * quads)], axis=1)
    requantisation = pairs[:, -6:]
    shared = bool(np.all(requantisation == requantisation[:1]))
    return Sixes(stream, requantisation[:1] if shared else requantisation, shared)


def prepare(weights: Array, bias: Array, scaling: Requantisation) -> Filters:
    """The filters of a layer: `weights` [filters][taps] int8, `bias` [filters] int32.

    A filter with extreme sums or shift whose code is the same for every input, such as a dead one
    with any bias, loses its weights: the code becomes its offset.
    """
    wide = weights.astype(np.int64)
    folded = folded_bias(wide, bias, scaling.input_offset)
    multipliers = scaling.multipliers.astype(np.int64)
    shifts = right_shifts(scaling)
    offsets = np.full(len(wide), scaling.output_offset, np.int64)
    low, high = accumulator_bounds(wide, folded)
    reach = np.maximum(np.abs(low), np.abs(high))
    extreme = (shifts < _TWO_SIDED_SHIFTS[0]) | (shifts > _ONE_SIDED_SHIFTS[1])
    extreme |= (reach >= _HIGH_SUM_LIMIT) | (reach >= 1 << (14 + np.maximum(shifts, 0)))
    for i in np.flatnonzero(extreme).tolist():
        code = _code(scaling, i, int(low[i]))
        if code == _code(scaling, i, int(high[i])):
            wide[i], folded[i], reach[i] = 0, 0, 0
            multipliers[i], shifts[i], offsets[i] = 0, 1, code
    return Filters(wide, folded, multipliers, shifts, offsets, reach, is_one_sided(scaling))


def _code(scaling: Requantisation, channel: int, accumulator: int) -> int:
    factor = Multiplier(int(scaling.multipliers[channel]), int(scaling.shifts[channel]))
    code = multiply(accumulator, factor) + scaling.output_offset
    return int(max(scaling.activation_min, min(scaling.activation_max, code)))


def _within(values: Array, limits: tuple[int, int]) -> bool:
    return bool(np.all((limits[0] <= values) & (values <= limits[1])))


def _weight_words(lanes: Array) -> Array:
    """Lanes [pairs][taps] -> words [pairs][taps / 2]: taps 0 and 2, then 1 and 3, of each quad."""
    quads = (lanes & 0xFFFF).reshape(len(lanes), -1, 4)
    words = np.stack([quads[..., 0] | quads[..., 2] << 16, quads[..., 1] | quads[..., 3] << 16], -1)
    result: Array = words.reshape(len(lanes), -1)
    return result
